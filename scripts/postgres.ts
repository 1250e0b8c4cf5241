import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, chownSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'

/** A PostgreSQL of one's own, with nothing in it, until it is closed. */
export interface Postgres {
  /** The address of a new, empty database. */
  createDatabase(): Promise<string>
  /** Stops as an administrator does, or as a power cut does. */
  stop(how: 'properly' | 'crash'): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

/** Folder of PostgreSQL's programs: the one on the path, else the newest of Debian's. */
function findPrograms(): string | undefined {
  const newestFirst = globSync('/usr/lib/postgresql/*/bin/postgres').toSorted((a, b) =>
    b.localeCompare(a, 'en', { numeric: true }),
  )
  const onPath = (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => globSync(join(folder, 'postgres')))
  return [...onPath, ...newestFirst]
    .map((program) => dirname(program))
    .find((folder) => globSync(join(folder, 'initdb')).length > 0)
}

export const hasPostgres = (): boolean => findPrograms() !== undefined

/** Starts a PostgreSQL for tests; null where there is none to start, but in CI that is an error. */
export async function startPostgres(): Promise<Postgres | null> {
  const programs = findPrograms()
  if (!programs) {
    if (process.env['CI'] === 'true') throw new Error('There is no PostgreSQL here. Put its programs on PATH.')
    return null
  }
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-postgres-'))
  const data = join(folder, 'data')
  const owner = unprivilegedOwner()
  if (owner) chownSync(folder, owner.uid, owner.gid)
  else chmodSync(folder, 0o700)
  const asOwner = { cwd: folder, ...owner }
  execFileSync(
    join(programs, 'initdb'),
    ['--pgdata', data, '--username=latchkey', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'],
    { ...asOwner, stdio: ['ignore', 'ignore', 'inherit'] },
  )

  const address = (database: string) => `postgres://latchkey@localhost/${database}?host=${encodeURIComponent(folder)}`
  let server: ChildProcess | null = null
  let databases = 0
  // Whoever dies before closing it leaves a folder behind, but no server.
  process.once('exit', () => server?.kill('SIGQUIT'))

  async function inside<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: address('postgres') })
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }

  const postgres: Postgres = {
    async createDatabase() {
      const name = `test${++databases}`
      await inside((client) => client.query(`create database ${name}`))
      return address(name)
    },
    async stop(how) {
      if (!server || server.exitCode !== null || server.signalCode !== null) return
      const stopped = new Promise((resolve) => server?.once('exit', resolve))
      server.kill(how === 'crash' ? 'SIGQUIT' : 'SIGINT')
      await stopped
    },
    async start() {
      // On a socket in that folder alone: no port to clash with anybody, and nobody else gets in.
      const args = ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'max_connections=60']
      const started = spawn(join(programs, 'postgres'), args, { ...asOwner, stdio: 'ignore' })
      server = started
      for (;;)
        try {
          await inside((client) => client.query('select 1'))
          return
        } catch (error) {
          if (started.exitCode !== null) throw new Error('PostgreSQL did not start', { cause: error })
          await wait(20)
        }
    },
    async close() {
      await postgres.stop('crash')
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await postgres.start()
  return postgres
}

/** PostgreSQL refuses to run as root, so root runs it as somebody who may do nothing else. */
function unprivilegedOwner(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  for (const name of ['postgres', 'nobody'])
    try {
      const idOf = (option: string) => Number(execFileSync('id', [option, name], { encoding: 'utf8', stdio: 'pipe' }))
      return { uid: idOf('-u'), gid: idOf('-g') }
    } catch {
      // The next one may exist.
    }
  throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody to run it as')
}
