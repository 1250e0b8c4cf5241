import { AUDIT_LOGS } from './steps/auditLogs.ts'
import { AUTHENTICATION } from './steps/authentication.ts'
import { BANNER } from './steps/banner.ts'
import { CERTIFICATES } from './steps/certificates.ts'
import { INTEGRATIONS } from './steps/integrations.ts'
import { KEY_SETTINGS } from './steps/keySettings.ts'
import { OTHER_KEYS } from './steps/otherKeys.ts'
import { OWN_KEY } from './steps/ownKey.ts'
import { PREVIEW } from './steps/preview.ts'
import { SETUP } from './steps/setup.ts'
import { SIGN_ONS } from './steps/signOns.ts'
import { SINGLE_SIGN_ON } from './steps/singleSignOn.ts'
import { USERS } from './steps/users.ts'
import type { Step } from './steps/step.ts'

/** Every step of the product built so far, screen by screen, each with links to its states. */
export const STEPS: Step[] = [
  ...SETUP,
  ...OWN_KEY,
  ...KEY_SETTINGS,
  ...CERTIFICATES,
  ...BANNER,
  ...SINGLE_SIGN_ON,
  ...SIGN_ONS,
  ...AUTHENTICATION,
  ...AUDIT_LOGS,
  ...USERS,
  ...INTEGRATIONS,
  ...OTHER_KEYS,
  ...PREVIEW,
]
