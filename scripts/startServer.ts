import { spawn } from 'node:child_process'

export interface RunningServer {
  origin: string
  port: number
  pid: number
  /** Resolves with the exit code once the server has ended, by itself or by a signal. */
  ended: Promise<number | null>
  /** SIGTERM, which drains, unless told otherwise. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/**
 * What a process needs to run at all, without the settings of whoever starts it: test runners have a BASE_URL too. Where
 * there is a cache of compiled code (NODE_COMPILE_CACHE), a server is up in two thirds of the time.
 */
export function bareEnvironment(): Record<string, string> {
  const { PATH = '', NODE_COMPILE_CACHE } = process.env
  return { PATH, ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }) }
}

/** Starts the server as `npm start` does, on any free port, and waits until it listens. */
export async function startServer(
  environment: Record<string, string>,
  onLog: (chunk: Buffer) => void = () => {},
  program = 'server/main.ts',
): Promise<RunningServer> {
  const server = spawn(process.execPath, [program], {
    env: { ...bareEnvironment(), PORT: '0', HOST: '127.0.0.1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  server.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()))
  server.stdout.on('data', onLog)
  const ended = new Promise<number | null>((resolve) => server.once('exit', resolve))
  const port = await new Promise<number>((resolve, reject) => {
    let log = ''
    server.stdout.on('data', (chunk: Buffer) => {
      log += chunk.toString()
      const listening = /"port":(\d+)[^\n]*"msg":"listening"/.exec(log)
      if (listening) resolve(Number(listening[1]))
    })
    void ended.then((code) => reject(new Error(`The server ended with ${code} before it listened: ${words}`)))
  })
  return {
    origin: `http://localhost:${port}`,
    port,
    // A process that listens has been started, so it has an ID.
    pid: server.pid!,
    ended,
    stop(signal = 'SIGTERM') {
      server.kill(signal)
      return ended
    },
  }
}
