import { playwright } from '@vitest/browser-playwright'
import { defineConfig, mergeConfig } from 'vitest/config'
import { CHROMIUM_ARGS, fetchChromium } from './scripts/chromium.ts'
import viteConfig from './vite.config.ts'

export default defineConfig((env) =>
  mergeConfig(viteConfig(env), {
    test: {
      // Left alone, Vitest keeps one core for itself, which of two is half of them.
      maxWorkers: '100%',
      projects: [
        {
          extends: true,
          test: {
            name: 'unit',
            include: ['{src,mocks,scripts,server}/**/*.test.ts'],
            // Property tests on a database take a second, and several when the machine is busy.
            testTimeout: 60_000,
            // So does starting PostgreSQL.
            hookTimeout: 60_000,
            setupFiles: ['temporal-polyfill/global'],
            // Tests leave nothing behind, and to load the code anew for each file takes longer than half of its tests.
            isolate: false,
          },
        },
        {
          extends: true,
          // React Aria leaves out much of what it does where it is told that it runs in a test.
          define: { 'process.env.NODE_ENV': JSON.stringify('development') },
          // Packages that were bundled for an earlier run may lack one, and Vite would load the page anew in the middle.
          optimizeDeps: { force: true },
          test: {
            name: 'component',
            include: ['src/web/**/*.component.test.tsx'],
            testTimeout: 60_000,
            // As long as end-to-end tests wait: a busy machine takes seconds for what takes a moment.
            expect: { poll: { timeout: 20_000 } },
            setupFiles: ['temporal-polyfill/global', 'testing/quietConsole.ts'],
            // One page for many files: to load the console anew for each takes longer than its tests. A test leaves nothing.
            isolate: false,
            // As in end-to-end tests (DECISIONS 66).
            retry: process.env['CI'] ? 1 : 0,
            browser: {
              enabled: true,
              headless: true,
              screenshotFailures: false,
              locators: { exact: false, errorFormat: 'aria' },
              viewport: { width: 1440, height: 900 },
              provider: playwright({
                launchOptions: { executablePath: fetchChromium(), args: CHROMIUM_ARGS },
                // Nobody watches dialogs and toasts move.
                contextOptions: { reducedMotion: 'reduce' },
              }),
              instances: [{ browser: 'chromium' }],
            },
          },
        },
      ],
    },
  }),
)
