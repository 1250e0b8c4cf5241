import { write, writeSync } from 'node:fs'

/** Lines wait for each other up to this length, beside those that are being written. Characters. */
const MAX_WAITING = 1024 * 1024
/** Milliseconds until the next try where nothing could be written: a reader may be slow, or a disk full. */
const RETRY = 100

/**
 * Writes lines to a file descriptor without ever keeping their writer waiting. Lines that can't be written yet wait.
 * Lines that find no room are dropped, and `onDropped` learns how many once there is room again.
 */
export function logOutput(file: number, onDropped: (lines: number) => void) {
  const waiting: string[] = []
  let length = 0
  let dropped = 0
  /** What was taken to be written and isn't written yet. */
  let taken = Buffer.alloc(0)
  let state: 'idle' | 'writing' | 'pausing' = 'idle'
  const onIdle: (() => void)[] = []

  function takeWaiting(): void {
    taken = Buffer.from(waiting.splice(0).join(''))
    length = 0
    if (dropped === 0) return
    const lines = dropped
    dropped = 0
    onDropped(lines)
  }

  function writeOn(): void {
    state = 'writing'
    if (taken.length === 0) takeWaiting()
    if (taken.length === 0) {
      state = 'idle'
      for (const tell of onIdle.splice(0)) tell()
      return
    }
    write(file, taken, (error, count) => {
      if (error) {
        state = 'pausing'
        setTimeout(writeOn, RETRY).unref()
        return
      }
      taken = taken.subarray(count)
      writeOn()
    })
  }

  return {
    write(line: string): void {
      if (length + line.length > MAX_WAITING) {
        dropped++
        return
      }
      waiting.push(line)
      length += line.length
      if (state === 'idle') writeOn()
    },
    /** Calls `onWritten` once no line waits. */
    flush(onWritten: () => void): void {
      if (state === 'idle') onWritten()
      else onIdle.push(onWritten)
    },
    /** Writes what can be written immediately, for the end of the process. */
    writeLast(): void {
      // What a thread of Node's is writing is written before the process ends.
      let rest = Buffer.concat([state === 'pausing' ? taken : Buffer.alloc(0), Buffer.from(waiting.splice(0).join(''))])
      try {
        while (rest.length > 0) rest = rest.subarray(writeSync(file, rest))
      } catch {
        // Nobody is left to try again.
      }
    },
  }
}
