import { DomainError } from '../errors.ts'
import { CHECKS, type Check, type CheckName } from './signOnRecord.ts'

/** What only a store can tell: who was here before, and who is. */
const OF_STORE = ['replay', 'user', 'mapping'] as const satisfies CheckName[]
type Name = Exclude<CheckName, (typeof OF_STORE)[number]>
const isOfResponse = (check: CheckName): check is Name => OF_STORE.every((other) => other !== check)

/** All checks that can be made of a response alone. */
const ORDER = CHECKS.filter(isOfResponse)

/** What was found of a response so far. */
export class Findings {
  readonly #checks = new Map<Name, Check>()

  passed(check: Name, detail: string): void {
    this.#checks.set(check, { check, outcome: 'passed', detail })
  }

  failed(check: Name, detail: string): void {
    this.#checks.set(check, { check, outcome: 'failed', detail })
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
      this.failed(check, error.message)
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
