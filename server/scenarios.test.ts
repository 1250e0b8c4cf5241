import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEMO_USERS, usernameOf } from '#src/rehearsal/organisation.ts'
import { scenarioOf, SCENARIOS, type ScenarioName } from '#src/rehearsal/scenarios.ts'
import { STATES } from '#src/rehearsal/states/catalogue.ts'
import { PREVIEW, PRODUCTION, startDemoServer } from '#testing/demoServer.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-scenarios-'))
let server: Awaited<ReturnType<typeof startDemoServer>>
beforeAll(async () => void (server = await startDemoServer(dataDir)))
afterAll(async () => {
  expect(await server.stop()).toBe(0)
  rmSync(dataDir, { recursive: true })
})

/** Who opens a scenario in the catalogue: the main administrator, and everybody whom a state names. */
const visitorsOf = (scenario: ScenarioName) => [
  'main.admin',
  ...[...DEMO_USERS.slice(1), 'nobody'].filter((as) =>
    STATES.some((state) => state.scenario === scenario && state.as === as),
  ),
]

// The keys of a literal are exactly its names.
for (const scenario of Object.keys(SCENARIOS) as ScenarioName[])
  test(`the server opens the scenario ${scenario} and signs its visitors in`, async () => {
    const isPreview = scenarioOf(scenario).environment === 'preview'
    for (const as of visitorsOf(scenario)) {
      if (isPreview) {
        const elsewhere = await server.visit(PRODUCTION).send('POST', '/api/rehearsal/scenario', { scenario, as })
        const address = expect.stringContaining(PREVIEW) as string
        expect(elsewhere).toMatchObject({ status: 200, body: { problems: [], continueAt: address } })
      }
      const { send } = server.visit(isPreview ? PREVIEW : PRODUCTION)
      const opened = await send('POST', '/api/rehearsal/scenario', { scenario, as })
      expect(opened).toEqual({ status: 200, body: { scenario, problems: [], continueAt: null } })
      expect(await send('GET', '/api/session')).toMatchObject(
        as === 'nobody' ? { status: 401 } : { status: 200, body: { user: { email: usernameOf(as) } } },
      )
    }
  })
