import { DomainError } from '../errors.ts'
import type { Check, CheckName } from './signOnRecord.ts'

/** All checks that can be made of a response alone; who was here before, only a store can tell. */
const ORDER = [
  'readable',
  'status',
  'assertion',
  'signature',
  'issuer',
  'destination',
  'recipient',
  'request',
  'audience',
  'time',
  'identifier',
] as const satisfies CheckName[]
type Name = (typeof ORDER)[number]

/** What was found of a response so far. */
export class Findings {
  readonly #checks = new Map<Name, Check>()

  passed(check: Name, detail: string): void {
    this.#checks.set(check, { check, outcome: 'passed', detail })
  }

  notMade(check: Name, detail: string): void {
    this.#checks.set(check, { check, outcome: 'not-made', detail })
  }

  /** What `act` answers, or undefined where it refuses, which the check has then failed by. */
  make<T>(check: Name, act: () => T): T | undefined {
    try {
      return act()
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      this.#checks.set(check, { check, outcome: 'failed', detail: error.message })
      return undefined
    }
  }

  /** Passed by the words that `act` answers, failed by those it refuses with. */
  say(check: Name, act: () => string): void {
    const detail = this.make(check, act)
    if (detail !== undefined) this.passed(check, detail)
  }

  all(unmade: string): Check[] {
    return ORDER.map((check) => this.#checks.get(check) ?? { check, outcome: 'not-made', detail: unmade })
  }
}
