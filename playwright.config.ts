import { defineConfig } from '@playwright/test'
import { CHROMIUM_ARGS, fetchChromium } from './scripts/chromium.ts'

const port = Number(process.env['E2E_PORT'] ?? '4410')

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.e2e.ts',
  fullyParallel: true,
  workers: 2,
  forbidOnly: !!process.env['CI'],
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['line'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    baseURL: `http://localhost:${port}`,
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath: fetchChromium(), args: CHROMIUM_ARGS },
  },
  projects: [{ name: 'browser' }],
  webServer: {
    command: 'node scripts/serve.ts',
    url: `http://localhost:${port}/`,
    env: { PORT: String(port) },
    reuseExistingServer: false,
  },
})
