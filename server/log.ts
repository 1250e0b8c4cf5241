import { pino, type Logger } from 'pino'
import type { Settings } from './settings.ts'

export type Log = Logger

/** Structured lines on standard output. */
export const openLog = ({ logLevel }: Settings): Log => pino({ level: logLevel, base: null })

/**
 * `text` without anything that could be a key, a session or a password: an address or message may hold one that a
 * client put in the wrong place.
 */
export const withoutSecrets = (text: string): string => text.replace(/[A-Za-z0-9]{16,}/g, '…')
