import { globSync, readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'

test('the log of the whole run has its requests, and no key, password or session', () => {
  const logs = globSync('test-results/server-*.log').map((file) => readFileSync(file, 'utf8'))
  const lines = logs.join('').split('\n').filter(Boolean)
  expect(lines.filter((line) => line.includes('/attask/api/')).length).toBeGreaterThan(20)
  expect(lines.filter((line) => line.includes('/api/session')).length).toBeGreaterThan(20)
  // Keys, IDs and sessions alike are 32 letters and digits; the passwords of this suite all hold one of these words.
  expect(lines.filter((line) => /[a-zA-Z0-9]{32}|harbor|password=|apiKey=|sessionID=/i.test(line))).toEqual([])
  expect(lines.filter((line) => line.includes('"bug"'))).toEqual([])
})
