import { AUDIT_LOG_STATES } from './auditLogs.ts'
import { AUTHENTICATION_STATES } from './authentication.ts'
import { CERTIFICATE_STATES } from './certificates.ts'
import { CUSTOMER_INFO_STATES } from './customerInfo.ts'
import { HELP_STATES } from './help.ts'
import { HOME_STATES } from './home.ts'
import { INTEGRATION_STATES } from './integrations.ts'
import { SIGN_IN_STATES } from './signIn.ts'
import { SIGN_ON_STATES } from './signOns.ts'
import { SINGLE_SIGN_ON_STATES } from './singleSignOn.ts'
import type { State } from './state.ts'
import { USER_STATES } from './users.ts'

/**
 * Every screen, dialog and state worth looking at, once. `/flows` links to them, the end-to-end tests open each and
 * check what it shows, and `npm run screens` takes their pictures.
 */
export const STATES: State[] = [
  ...HOME_STATES,
  ...SIGN_IN_STATES,
  ...CUSTOMER_INFO_STATES,
  ...CERTIFICATE_STATES,
  ...SINGLE_SIGN_ON_STATES,
  ...SIGN_ON_STATES,
  ...AUTHENTICATION_STATES,
  ...AUDIT_LOG_STATES,
  ...USER_STATES,
  ...INTEGRATION_STATES,
  ...HELP_STATES,
]
