import { defineConfig } from '@playwright/test'
import type { BackendHost } from './e2e/test.ts'
import { CHROMIUM_ARGS, fetchChromium } from './scripts/chromium.ts'

const port = Number(process.env['E2E_PORT'] ?? '4410')

export default defineConfig<object, { host: BackendHost }>({
  testDir: 'e2e',
  testMatch: '*.e2e.ts',
  fullyParallel: true,
  workers: 2,
  forbidOnly: !!process.env['CI'],
  // A shared machine may stand still for seconds in the middle of a test. What passes only then is named (DECISIONS 66).
  retries: process.env['CI'] ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['line'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    baseURL: `http://localhost:${port}`,
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath: fetchChromium(), args: CHROMIUM_ARGS },
  },
  projects: [
    { name: 'browser', grepInvert: /@node/ },
    // What the accessibility checks look at is drawn in the same way whoever answers; they are a third of all tests.
    { name: 'node', grepInvert: /@browser/, testIgnore: 'accessibility.e2e.ts', use: { host: 'node' } },
    { name: 'postgres', testMatch: 'smoke.e2e.ts', use: { host: 'postgres' } },
    // Reads what the servers of the other project have logged, so it runs when they are done.
    { name: 'log', testMatch: 'log.check.ts', dependencies: ['node', 'postgres'] },
  ],
  webServer: {
    command: 'node scripts/serve.ts',
    url: `http://localhost:${port}/`,
    env: { PORT: String(port) },
    reuseExistingServer: false,
  },
})
