import type { SignOnProblem } from '#src/domain/sso/signOnProblem.ts'
import type { CheckedResponse } from '#src/domain/sso/signOnChecks.ts'
import { CHECKS, type Check, type CheckName } from '#src/domain/sso/signOnRecord.ts'

/** What is found of a sign-on once its response has been looked at. The first failure decides what people are told. */
export class Verdict {
  readonly #checks: Check[]
  problem: SignOnProblem = 'refused'
  /** Names of fields that are empty, which belong to the problem. */
  fields: string[] = []

  constructor({ checks, assertion }: CheckedResponse) {
    this.#checks = [...checks]
    if (this.failure?.check === 'identifier')
      this.problem = assertion?.nameId == null ? 'no-identifier' : 'unusable-identifier'
  }

  get failure(): Check | undefined {
    return this.#checks.find(({ outcome }) => outcome === 'failed')
  }

  /** Whether it answers nothing, or has answered before: such a one can be sent as often as anybody likes. */
  get isUnasked(): boolean {
    return this.#checks.some(
      ({ check, outcome }) => outcome === 'failed' && (check === 'request' || check === 'replay'),
    )
  }

  /** In the order of the list. */
  get checks(): Check[] {
    return this.#checks.toSorted((one, other) => CHECKS.indexOf(one.check) - CHECKS.indexOf(other.check))
  }

  pass(check: CheckName, detail: string): void {
    this.#checks.push({ check, outcome: 'passed', detail })
  }

  fail(check: CheckName, detail: string, problem: SignOnProblem = 'refused', fields: string[] = []): void {
    this.#checks.push({ check, outcome: 'failed', detail })
    this.problem = problem
    this.fields = fields
  }

  /** Says of a check that nobody has made that none will. */
  skip(check: CheckName): void {
    if (this.#checks.some((made) => made.check === check)) return
    this.#checks.push({ check, outcome: 'not-made', detail: 'Not looked at, because an earlier check failed.' })
  }
}
