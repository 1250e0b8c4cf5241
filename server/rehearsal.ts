import type { Caller, Host } from '#src/api/host.ts'
import { ConnectionLost, openRoom, type RoomState } from '#src/rehearsal/room.ts'
import { KIND } from './installation.ts'
import type { Database } from './database.ts'

const STATE = 'rehearsal'

/**
 * The demo organisation on this server: scenario links, the rehearsal clock, and what they started from, kept beside
 * the data. The only file of the server that knows of rehearsals, and no real organisation ever loads it.
 */
export async function openRehearsal(database: Database, host: Host) {
  const room = await openRoom({
    ...host,
    realNow: () => host.now(),
    async loadState() {
      const state = await database.note(STATE)
      // Written below, so it is one.
      return state === null ? null : (JSON.parse(state) as RoomState)
    },
    saveState: (state) => database.putNote(STATE, JSON.stringify(state)),
    async openStore(rows, state, fresh) {
      if (fresh) await database.fill(await rows(), { [KIND]: 'demo', [STATE]: JSON.stringify(state) })
      return database.store
    },
    switchEnvironment: null,
  })
  return async (request: Request, caller: Caller): Promise<Response | null> => {
    try {
      return await room.fetch(request, caller)
    } catch (error) {
      if (error instanceof ConnectionLost) return null
      throw error
    }
  }
}
