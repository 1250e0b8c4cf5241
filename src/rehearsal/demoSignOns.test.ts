import { expect, test } from 'vitest'
import { memoryStore } from '#src/api/memoryStore.ts'
import { START, startBackend } from '#testing/backend.ts'
import { CHECKS } from '#src/domain/sso/signOnRecord.ts'
import { PASSED_TEST, REFUSED_SIGN_ON, signOnId } from './demoSignOns.ts'
import { scenarioRows } from './scenarios.ts'

const seed = (scenario: Parameters<typeof scenarioRows>[0]) => scenarioRows(scenario, startBackend().host, START)

test('of the sign-ons of the demo each that was refused has one failed check, and the others none', async () => {
  const { signOns = [], users } = (await seed('sso-signed-on')).production
  expect(signOns.length).toBeGreaterThan(4)
  for (const { checks, outcome, reason, user } of signOns) {
    expect(checks.map(({ check }) => check)).toEqual(CHECKS)
    const failed = checks.filter((check) => check.outcome === 'failed')
    expect(failed.map(({ detail }) => detail)).toEqual(outcome === 'refused' ? [reason] : [])
    if (user) expect(users.map(({ id }) => id)).toContain(user.id)
  }
})

test('the audience that a sign-on is told of is that of its response', async () => {
  const { signOns = [] } = (await seed('sso-signed-on')).production
  const told = signOns.flatMap(({ checks, response }) => {
    const detail = checks.find(({ check }) => check === 'audience')?.detail ?? ''
    const audience = /audience (?:is )?“([^”]+)”/.exec(detail)?.[1]
    return audience ? [[audience, /<saml:Audience>([^<]+)/.exec(response ?? '')?.[1]]] : []
  })
  expect(new Set(told.map(([audience]) => audience)).size).toBe(2)
  for (const [audience, sent] of told) expect(sent).toBe(audience)
})

test('the newest sign-on comes first, and links name a passed test and a refused sign-on', async () => {
  const rows = await seed('sso-signed-on')
  const listed = await memoryStore(rows).read('production', ({ signOns }) => signOns.recent())
  expect(listed.map(({ id }) => id)).toEqual(listed.map((_, index) => signOnId(index + 1)))
  expect(listed[PASSED_TEST - 1]).toMatchObject({ purpose: 'test', outcome: 'tested' })
  expect(listed[REFUSED_SIGN_ON - 1]).toMatchObject({ purpose: 'sign-on', outcome: 'refused' })
})
