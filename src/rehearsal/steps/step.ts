import { usernameOf, type DemoUser } from '../organisation.ts'
import type { ScenarioName } from '../scenarios.ts'

/** One state of a step that a link opens (before, with a dialog open, after, failed), and how to tell that it did. */
interface StepState {
  state: string
  /** Address within the console, with scenario parameters. */
  href: string
  /** The heading of the screen or of the dialog that is open. */
  heading: string
  /** A text that sets this state apart. */
  text: string
  /** Where only a tick sets it apart: whether the checkbox that `text` is the label of has it. */
  isTicked?: boolean
}

export interface Step {
  /** As tests and comments cite it; never renumbered. */
  id: string
  step: string
  states: StepState[]
}

export interface LinkTo {
  scenario: ScenarioName
  as?: DemoUser | 'nobody'
  dialog?:
    | 'help'
    | 'reset'
    | 'remove'
    | 'remove-all'
    | 'certificate'
    | 'next-certificate'
    | 'certificate-1'
    | 'connect-dropbox'
    | 'key-dropbox'
    | 'deactivate'
    | 'one-time-password'
    | 'remove-key'
  /** Names of controls to press once the screen is there, in order, as a person would. */
  press?: string[]
}

/** A link that opens `path` in a scenario. */
export function link(path: string, { scenario, as, dialog, press }: LinkTo): string {
  const parameters = new URLSearchParams({ scenario })
  if (as) parameters.set('as', as)
  if (dialog) parameters.set('dialog', dialog)
  if (press) parameters.set('press', press.join('|'))
  return `${path}?${parameters}`
}

export const info = (to: LinkTo) => link('/setup/system/customer-info', to)
export const integrations = (to: LinkTo) => link('/integrations', to)
export const authentication = (to: LinkTo) => link('/setup/system/authentication', to)
export const customerInfo = 'Customer Info'
export const authenticationScreen = 'Authentication'
export const integrationsScreen = 'Integrations'
export const RESET = 'Force users to reset their password every'
/** Fills in the sign-in form of a demo. */
export const [PRIYA, INES] = [usernameOf('expiring.password'), usernameOf('standard')]
