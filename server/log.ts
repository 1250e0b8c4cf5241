import { pino, type Logger } from 'pino'
import { logOutput } from './logOutput.ts'
import type { Settings } from './settings.ts'

export type Log = Logger

/** Structured lines on standard output. A slow reader or a full disk costs lines, and never keeps the server waiting. */
export function openLog({ logLevel }: Settings): Log {
  // Once process.stdout has been looked at, a full pipe refuses what is written to it. Before that it would block.
  const output = logOutput(process.stdout.fd, (lines) => log.error({ lines }, 'log lines dropped'))
  const log = pino({ level: logLevel, base: null }, output)
  process.once('exit', output.writeLast)
  return log
}

/**
 * `text` without anything that could be a key, a session or a password: an address or message may hold one that a
 * client put in the wrong place.
 */
export const withoutSecrets = (text: string): string => text.replace(/[A-Za-z0-9]{16,}/g, '…')
