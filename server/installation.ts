import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '#src/api/host.ts'
import { DomainError } from '#src/domain/errors.ts'
import { commonPasswords } from './commonPasswords.ts'
import { readCertificate } from './readCertificate.ts'
import { serviceProvider } from './serviceProvider.ts'
import { digest, openVault, passwords, random } from './secrets.ts'
import { readSettings, SettingError, type Settings } from './settings.ts'
import { openPostgres, openSqlite, type Database } from './database.ts'

/** What an installation holds: the demo organisation, or one made by `npm run setup`. */
export type Kind = 'demo' | 'real'

/** Name of the note that says so. */
export const KIND = 'organisation'

export interface Installation {
  settings: Settings
  database: Database
  host: Host
  /** Null while it is empty. */
  kind: Kind | null
}

/** Ends the process with one line that says what to do. */
export function stop(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}

/** Settings, database and secrets of this machine, for the server and for every command; stops where one is unusable. */
export async function openInstallation(): Promise<Installation> {
  try {
    const settings = readSettings(process.env)
    const database = await openDatabase(settings)
    const host: Host = {
      store: database.store,
      now: () => new Date().toISOString(),
      random,
      digest,
      vault: openVault(settings.secretFile),
      passwords,
      commonPasswords,
      serviceProvider,
      leadTo: (url) => url,
      readCertificate: async (der) => readCertificate(der),
    }
    // Written by `setup` or by the rehearsal, so it is one of the two.
    return { settings, database, host, kind: (await database.note(KIND)) as Kind | null }
  } catch (error) {
    if (error instanceof SettingError || error instanceof DomainError) stop(error.message)
    throw error
  }
}

function openDatabase({ databaseUrl, dataDir }: Settings): Promise<Database> {
  if (databaseUrl) return openPostgres(databaseUrl)
  mkdirSync(dataDir, { recursive: true })
  return openSqlite(join(dataDir, 'latchkey.db'))
}
