import { expect, test } from 'vitest'
import { memoryStore } from '#src/api/memoryStore.ts'
import { START, startBackend } from '#src/api/testHost.ts'
import { openRoom } from './room.ts'

test('a rehearsal has the limits and the refusals of the API it stands in', async () => {
  const { host, visitor } = startBackend()
  const room = await openRoom({
    ...host,
    realNow: () => START,
    loadState: async () => null,
    saveState: async () => {},
    openStore: async (rows) => memoryStore(await rows()),
    switchEnvironment: null,
    storageOf: () => ({ load: async () => null, save: async () => {} }),
    callOverNetwork: null,
  })
  const ask = async (method: string, path: string, body: string | null = null) => {
    const answer = await room.fetch(new Request(`http://latchkey.test${path}`, { method, body }), visitor().from)
    return { status: answer.status, body: await answer.json() }
  }
  const tooLarge = JSON.stringify({ scenario: 'x'.repeat(256 * 1024) })
  for (const path of ['/api/rehearsal/scenario', '/api/home'])
    expect(await ask('POST', path, tooLarge)).toMatchObject({ status: 413, body: { code: 'too-large' } })
  for (const path of ['/api/rehearsal/nothing', '/api/nothing'])
    expect(await ask('GET', path)).toMatchObject({ status: 404, body: { code: 'not-found' } })
})
