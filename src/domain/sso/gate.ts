import type { PlatformMode } from '../authentication.ts'
import type { Customer } from '../customer.ts'
import { isAdministrator, type User } from '../user.ts'
import type { SingleSignOn, SsoSettings } from './settings.ts'

/** Whether single sign-on is in force: with Adobe IMS the settings are kept but do not count (reference §2.2). */
export const isSsoInForce = (
  { type, isEnabled }: Pick<SingleSignOn, 'type' | 'isEnabled'>,
  { platformMode }: { platformMode: PlatformMode },
): boolean => platformMode === 'classic' && type !== 'none' && isEnabled

/** Whether a right password of `user` is refused nevertheless, because they must come through the identity provider (reference §7.7). */
export const mustSignOn = (
  user: Pick<User, 'accessLevel' | 'ssoAccessOnly'>,
  sso: Pick<SingleSignOn, 'type' | 'isEnabled' | 'hasAdminExemption'>,
  customer: Pick<Customer, 'platformMode'>,
): boolean => isSsoInForce(sso, customer) && user.ssoAccessOnly && !(isAdministrator(user) && sso.hasAdminExemption)

/** The product's own words (reference §7.7). */
export const SIGN_ON_ONLY =
  "Sorry, you can't access Workfront through this login screen. Workfront is set up for Federated Single Sign-On with SAML 2.0. Please contact your Workfront administrator."

/**
 * Why a save may lock people out: administrators lose their way round the identity provider, or nobody has ever come
 * through it as it would be.
 */
export type LockOutRisk = 'no-exemption' | 'never-tried'

/** What a sign-on depends on. */
const SIGN_ON_FIELDS = [
  'type',
  'serviceProviderId',
  'bindingType',
  'identityProviderId',
  'loginPortalUrl',
  'hashAlgorithm',
  'certificates',
  'uploadedCertificate',
] as const satisfies (keyof SsoSettings)[]

/** Whether people sign on by `after` just as by `before`, so that what was tried with one is tried with the other. */
export const signsOnAlike = (before: SsoSettings, after: SsoSettings): boolean =>
  SIGN_ON_FIELDS.every((field) => JSON.stringify(before[field]) === JSON.stringify(after[field]))

/**
 * What an administrator is asked about before `after` is saved in place of `before`, with which somebody has come through
 * the identity provider if `wasTried`.
 */
export function lockOutRisks(before: SsoSettings, after: SsoSettings, wasTried: boolean): LockOutRisk[] {
  if (!after.isEnabled) return []
  const risks: LockOutRisk[] = []
  const isSwitchedOn = !before.isEnabled
  if (!after.hasAdminExemption && (isSwitchedOn || before.hasAdminExemption)) risks.push('no-exemption')
  const isAlike = signsOnAlike(before, after)
  if (!isAlike || (isSwitchedOn && !wasTried)) risks.push('never-tried')
  return risks
}
