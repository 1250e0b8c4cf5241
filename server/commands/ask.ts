import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type * as z from 'zod/mini'
import { stop } from '../installation.ts'

interface Question<T> {
  /** Environment variable that answers instead of a person. */
  variable: string
  label: string
  schema: z.ZodMiniType<T>
  fallback?: string
  /** What is typed is not shown. */
  isSecret?: boolean
}

/** The answer of the environment or of the person at the terminal, who is asked again until it can be used. */
export async function ask<T>({ variable, label, schema, fallback, isSecret = false }: Question<T>): Promise<T> {
  const given = process.env[variable]
  if (given) {
    const result = schema.safeParse(given)
    if (!result.success) stop(`${variable}: ${result.error.issues[0]?.message}`)
    return result.data
  }
  if (!process.stdin.isTTY) {
    const result = schema.safeParse(fallback)
    if (!result.success) stop(`Set ${variable}, or run this in a terminal.`)
    return result.data
  }
  for (;;) {
    const answer = await prompt(`${label}${fallback ? ` [${fallback}]` : ''}: `, isSecret)
    const result = schema.safeParse(answer === '' ? fallback : answer)
    if (result.success) return result.data
    process.stderr.write(`${result.error.issues[0]?.message}\n`)
  }
}

async function prompt(question: string, isSecret: boolean): Promise<string> {
  process.stderr.write(question)
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: isSecret ? silence : process.stderr, terminal: true })
  lines.on('SIGINT', () => stop('\nNothing was changed.'))
  const answer = await lines.question('')
  lines.close()
  if (isSecret) process.stderr.write('\n')
  return answer
}
