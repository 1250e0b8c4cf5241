import { openInstallation, stop, type Installation } from '../installation.ts'

/** What a command acts on, with the clock that a server beside it has; stops where there is no organisation yet. */
export async function openOrganisation(): Promise<Pick<Installation, 'database' | 'host'>> {
  const { database, host, kind } = await openInstallation()
  if (kind === null) stop('There is no organisation here yet. Run "npm run setup", or "npm start" for the demo.')
  const now = kind === 'demo' ? await (await import('../rehearsal.ts')).rehearsalClock(database, host) : host.now
  return { database, host: { ...host, now } }
}
