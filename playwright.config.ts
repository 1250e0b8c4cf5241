import { defineConfig } from '@playwright/test'
import type { BackendHost } from './e2e/test.ts'
import { CHROMIUM_ARGS, fetchChromium } from './scripts/chromium.ts'

const port = Number(process.env['E2E_PORT'] ?? '4410')

export default defineConfig<object, { host: BackendHost }>({
  testDir: 'e2e',
  testMatch: '*.e2e.ts',
  fullyParallel: true,
  // Two leave a fifth of two cores idle, in which they wait for what a page has begun.
  workers: 3,
  forbidOnly: !!process.env['CI'],
  // A shared machine may stand still for seconds in the middle of a test. What passes only then is named (DECISIONS 66).
  retries: process.env['CI'] ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['line'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    baseURL: `http://localhost:${port}`,
    viewport: { width: 1440, height: 900 },
    // Recording what a test does slows it down; a second try shows what the first one met.
    trace: 'on-first-retry',
    launchOptions: { executablePath: fetchChromium(), args: CHROMIUM_ARGS },
  },
  projects: [
    // A spec runs on the server that users run (decision 82), unless its tag says that the host matters.
    { name: 'server', grepInvert: /@browser/, use: { host: 'node' } },
    { name: 'browser', grep: /@browser|@hosts/ },
    { name: 'postgres', testMatch: 'smoke.e2e.ts', use: { host: 'postgres' } },
    // Reads what the servers of other projects have logged, so it runs when they are done.
    { name: 'log', testMatch: 'log.check.ts', dependencies: ['server', 'postgres'] },
  ],
  webServer: {
    command: 'node scripts/serve.ts',
    url: `http://localhost:${port}/`,
    env: { PORT: String(port) },
    reuseExistingServer: false,
  },
})
