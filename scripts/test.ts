/** `npm test`: everything CI checks, cheapest first. All of it runs even when something fails; the last line counts. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import * as z from 'zod/mini'
import { fetchChromium } from './chromium.ts'
import { fetchPackages } from './debianPackages.ts'
import { hasPostgres } from './postgres.ts'

const RESULTS = 'test-results'
const total = { passed: 0, failed: 0, skipped: 0 }
const failed: string[] = []

function run(name: string, command: string, args: string[], env: NodeJS.ProcessEnv = {}): boolean {
  console.log(`\n── ${name}`)
  const started = performance.now()
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } })
  console.log(
    `── ${name}: ${status === 0 ? 'passed' : 'failed'} after ${((performance.now() - started) / 1000).toFixed(1)} s`,
  )
  if (status !== 0) failed.push(name)
  return status === 0
}

/** A check that either holds or does not. */
function check(name: string, command: string, args: string[]): boolean {
  const passed = run(name, command, args)
  total[passed ? 'passed' : 'failed']++
  return passed
}

/** A runner that counts for itself. One that dies before it has counted is one failure. */
function suite(
  name: string,
  command: string,
  args: string[],
  file: string,
  count: (json: unknown) => typeof total,
): void {
  const passed = run(name, command, args)
  try {
    const counted = count(JSON.parse(readFileSync(`${RESULTS}/${file}`, 'utf8')))
    for (const outcome of ['passed', 'failed', 'skipped'] as const) total[outcome] += counted[outcome]
    if (!passed && counted.failed === 0) total.failed++
  } catch (error) {
    console.error(`${name} left no result:`, error)
    total.failed++
  }
}

const VitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
})
const PlaywrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
})

rmSync(RESULTS, { recursive: true, force: true })
mkdirSync(RESULTS)
process.env['CHROMIUM_PATH'] = fetchChromium()
// Some two hundred servers and commands are started, each of the same files.
process.env['NODE_COMPILE_CACHE'] = resolve(RESULTS, 'compile-cache')
fetchPackages(['postgresql'], hasPostgres, 'PostgreSQL could not be found or installed. Put its programs on PATH.')
fetchPackages(
  ['openssl', 'ca-certificates'],
  () => spawnSync('openssl', ['version']).status === 0 && existsSync('/etc/ssl/certs/ca-certificates.crt'),
  'OpenSSL and the certificates of authorities could not be found or installed.',
)

check('types', 'tsc', ['-p', '.'])
check('lint', 'oxlint', ['--type-aware', '--deny-warnings'])
check('format', 'prettier', ['--check', '--log-level=warn', '.'])
suite(
  'unit, contract and component',
  'vitest',
  [
    'run',
    '--reporter=default',
    '--reporter=./scripts/flakyReporter.ts',
    '--reporter=json',
    `--outputFile.json=${RESULTS}/unit.json`,
  ],
  'unit.json',
  (json) => {
    const report = VitestReport.parse(json)
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    }
  },
)
const isBuilt = ['demo', 'rehearsal', 'real'].map((mode) =>
  check(`build and budgets: ${mode}`, 'vite', ['build', '--mode', mode]),
)
if (!isBuilt.includes(false))
  suite('end to end', 'playwright', ['test'], 'e2e.json', (json) => {
    const { expected, unexpected, flaky, skipped } = PlaywrightReport.parse(json).stats
    return { passed: expected + flaky, failed: unexpected, skipped }
  })

console.log(failed.length === 0 ? '\nEverything passed.' : `\nFailed: ${failed.join(', ')}`)
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed === 0 ? 0 : 1
