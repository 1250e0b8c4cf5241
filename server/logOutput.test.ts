import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { logOutput } from './logOutput.ts'

/** Both ends of a pipe, as the operating system has them, and an output into it. */
function openPipe() {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-log-'))
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  const reader = new Socket({ fd: openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK), readable: true })
  const file = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK)
  onTestFinished(() => {
    reader.destroy()
    rmSync(folder, { recursive: true })
  })
  const output = logOutput(file, (lines) => output.write(`dropped ${lines}\n`))
  /** Everything that comes out, once the writing end is closed. */
  async function read(): Promise<string[]> {
    const chunks: Buffer[] = await reader.toArray()
    return Buffer.concat(chunks).toString().trimEnd().split('\n')
  }
  return { output, read, close: () => closeSync(file) }
}

const flushed = (output: ReturnType<typeof logOutput>) => new Promise<void>((resolve) => output.flush(resolve))

test('lines come out whole and in order, and how many are missing comes where they are missing', async () => {
  const { output, read, close } = openPipe()
  const line = (index: number) => `${index} ${'é'.repeat(200)}`
  const count = 10_000
  for (let index = 0; index < count; index++) output.write(`${line(index)}\n`)
  const reading = read()
  await flushed(output)
  output.write('after\n')
  await flushed(output)
  close()
  const lines = await reading
  const kept = lines.length - 2
  expect(kept).toBeLessThan(count)
  expect(lines).toEqual([
    ...Array.from({ length: kept }, (_, index) => line(index)),
    `dropped ${count - kept}`,
    'after',
  ])
})

test('at the end of the process goes out what the reader has room for', async () => {
  const { output, read, close } = openPipe()
  output.write('first\n')
  output.write('second\n')
  output.writeLast()
  await flushed(output)
  const reading = read()
  close()
  expect((await reading).toSorted()).toEqual(['first', 'second'])
})
