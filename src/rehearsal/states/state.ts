import type { DemoUser } from '../organisation.ts'
import type { ScenarioName } from '../scenarios.ts'
import type { StepId } from './steps.ts'

/** A screen, a dialog or a moment of a flow that is worth looking at: how a link opens it, and what must be seen then. */
export interface State {
  /** Unique in the catalogue. Its slug names the picture. */
  name: string
  /** Address within the console, with an open dialog. */
  path: string
  /** Usually a named scenario; the states about mistaken links name one that doesn't exist. */
  scenario: string
  /** Who is signed in; the main administrator if missing. */
  as?: string
  /** Names of controls to press once the screen is there, and files to choose (see `choose`), in order, as a user would. */
  press?: string[]
  /** The heading of the screen, or of the dialog that is open. */
  heading: string
  /** Texts that set this state apart. */
  shows: string[]
  /** Labels of the checkboxes that have a tick, and of those that have none. */
  ticked?: string[]
  unticked?: string[]
  /** The steps that this state belongs to. */
  steps: StepId[]
}

/** What sets one state of a screen apart from the screen as it opens. */
interface Difference extends Partial<Omit<State, 'name' | 'path' | 'scenario' | 'as' | 'shows'>> {
  /** Follows the screen's path, as in `?user=new`. */
  at?: string
  dialog?: string
  scenario?: ScenarioName
  as?: DemoUser | 'nobody'
  shows: string | string[]
}

/** The states of the screen at `path`, by name. */
export function screen(path: string, heading: string, states: Record<string, Difference>): State[] {
  return Object.entries(states).map(([name, { at = '', dialog, shows, ...difference }]) => ({
    name,
    path: `${path}${at}${dialog ? `${at.includes('?') ? '&' : '?'}dialog=${dialog}` : ''}`,
    scenario: 'default',
    heading,
    steps: [],
    ...difference,
    shows: [shows].flat(),
  }))
}

/** The link that opens a state, within the console. `now` is the ISO instant that the rehearsal clock starts from. */
export function linkTo({ path, scenario, as, press }: State, now?: string): string {
  const parameters = new URLSearchParams({
    scenario,
    ...(as && { as }),
    ...(now && { now }),
    ...(press && { press: press.join('|') }),
  })
  return `${path}${path.includes('?') ? '&' : '?'}${parameters}`
}

/** The name of a state as a file name: `Customer Info, no key` becomes `customer-info-no-key`. */
export const slugOf = ({ name }: State): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')

export const USER_MENU = 'User menu, Mara Lindqvist'
/** IDs of users, the same in every demo. */
export const MARA = 'a9dad98c5439115aaae61f6849fb7bfd'
export const INES = 'c66695a299931b0a73fc205c995307ec'
export const GIL = '951098ea62159465b7bcaba7483ed269'
/** On the sign-in page of a demo, each user has a button that fills in the form. */
export const INES_SIGNS_IN = ['standard@northwind.example', 'Log In']
export const PRIYA_SIGNS_IN = ['expiring.password@northwind.example', 'Log In']
