import { expect, test } from 'vitest'
import type { User } from '../user.ts'
import { isSsoInForce, lockOutRisks, mustSignOn, signsOnAlike } from './gate.ts'
import { DEFAULT_SSO, ssoSettingsOf, type SsoSettings } from './settings.ts'

const settings: SsoSettings = { ...ssoSettingsOf(DEFAULT_SSO), type: 'saml2', loginPortalUrl: 'https://idp.example/' }
const enabled: SsoSettings = { ...settings, isEnabled: true }
const classic = { platformMode: 'classic' } as const

test('single sign-on is in force once it has a type and is enabled, except with Adobe IMS', () => {
  expect(isSsoInForce(enabled, classic)).toBe(true)
  expect(isSsoInForce(settings, classic)).toBe(false)
  expect(isSsoInForce({ ...enabled, type: 'none' }, classic)).toBe(false)
  expect(isSsoInForce(enabled, { platformMode: 'ims' })).toBe(false)
})

test.each<[accessLevel: User['accessLevel'], ssoAccessOnly: boolean, hasAdminExemption: boolean, must: boolean]>([
  ['Contributor', true, true, true],
  ['Contributor', true, false, true],
  ['Contributor', false, false, false],
  ['System Administrator', true, true, false],
  ['System Administrator', true, false, true],
  ['System Administrator', false, false, false],
])('%s, SSO access only: %s, Admin Exemption: %s, must sign on: %s', (accessLevel, ssoAccessOnly, exempt, must) => {
  const user = { accessLevel, ssoAccessOnly }
  expect(mustSignOn(user, { ...enabled, hasAdminExemption: exempt }, classic)).toBe(must)
  expect(mustSignOn(user, { ...settings, hasAdminExemption: exempt }, classic)).toBe(false)
})

test('two settings sign users on alike if everything a sign-on depends on is the same', () => {
  expect(signsOnAlike(settings, { ...enabled, hasAdminExemption: false, signOutUrl: 'https://idp.example/out' })).toBe(
    true,
  )
  expect(signsOnAlike(settings, { ...settings, loginPortalUrl: 'https://other.example/' })).toBe(false)
  expect(signsOnAlike(settings, { ...settings, certificates: [{ der: 'AAAA' } as never] })).toBe(false)
})

test.each<[what: string, before: SsoSettings, after: SsoSettings, wasTried: boolean, risks: string[]]>([
  ['enabling tried settings', settings, enabled, true, []],
  ['enabling untried settings', settings, enabled, false, ['never-tried']],
  [
    'enabling settings that differ from the tried ones',
    settings,
    { ...enabled, bindingType: 'REDIRECT' },
    true,
    ['never-tried'],
  ],
  ['changing how users sign on', enabled, { ...enabled, bindingType: 'REDIRECT' }, true, ['never-tried']],
  ['changing something else in untried settings', enabled, { ...enabled, provisionsUsers: true }, false, []],
  ['enabling without Admin Exemption', settings, { ...enabled, hasAdminExemption: false }, true, ['no-exemption']],
  ['taking Admin Exemption away', enabled, { ...enabled, hasAdminExemption: false }, true, ['no-exemption']],
  [
    'going on without Admin Exemption',
    { ...enabled, hasAdminExemption: false },
    { ...enabled, hasAdminExemption: false, provisionsUsers: true },
    true,
    [],
  ],
  ['disabling', enabled, { ...settings, hasAdminExemption: false, bindingType: 'REDIRECT' }, false, []],
])('an administrator is asked about the risks of %s', (_, before, after, wasTried, risks) => {
  expect(lockOutRisks(before, after, wasTried)).toEqual(risks)
})
