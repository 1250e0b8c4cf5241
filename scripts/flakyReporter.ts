import type { Reporter, TestCase } from 'vitest/node'

/** Names what passed only when it was tried again (decision 66): the default reporter does not. */
export default class FlakyReporter implements Reporter {
  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky) console.log(`Needed a second try: ${test.module.relativeModuleId} > ${test.fullName}`)
  }
}
