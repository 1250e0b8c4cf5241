import { useSyncExternalStore } from 'react'
import * as z from 'zod/mini'
import { ScenarioOpened, type LinkParameter } from '#src/rehearsal/wire.ts'
import { drafts } from '../forms/drafts.ts'
import { ApiError, send } from '../http.ts'

let problems: readonly string[] = []
let toPress: string[] = []
const listeners = new Set<() => void>()

/** The page has this attribute until everything that the link names has been pressed, or could not be. */
export const PRESSING = 'data-pressing'

/** What the link asked to have pressed, in order. */
export const pressesAsked = (): string[] => toPress

/** Tells the person who opened the link what could not be followed. */
export function tellProblem(problem: string): void {
  problems = [...problems, problem]
  for (const listener of listeners) listener()
}

export function dismissProblems(): void {
  problems = []
  for (const listener of listeners) listener()
}

export function useLinkProblems(): readonly string[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => problems,
  )
}

/**
 * Follows `?scenario=NAME&as=USER&now=INSTANT&press=A|B` and `?environment=NAME`: opens the scenario in the rehearsal
 * room and takes the parameters out of the address, so that a reload goes on with what the link began.
 */
export async function followLink(): Promise<void> {
  const asked = location.href
  const url = new URL(asked)
  const take = (name: LinkParameter) => {
    const value = url.searchParams.get(name) ?? undefined
    url.searchParams.delete(name)
    return value
  }
  const environment = take('environment')
  const scenario = { scenario: take('scenario'), as: take('as'), now: take('now') }
  toPress = take('press')?.split('|') ?? []
  document.documentElement.toggleAttribute(PRESSING, toPress.length > 0)
  history.replaceState(history.state, '', url)
  if (environment) await follow(() => send('POST', '/rehearsal/environment', z.unknown(), { environment }))
  if (Object.values(scenario).some((value) => value !== undefined))
    await follow(async () => {
      // They are edits of an earlier rehearsal.
      drafts.forgetAll()
      const opened = await send('POST', '/rehearsal/scenario', ScenarioOpened, scenario)
      if (opened.continueAt) await leaveFor(opened.continueAt, asked)
      ;({ problems } = opened)
    })
}

/** Goes on with the link as it was asked for at another address; never resolves, because the page is on its way out. */
function leaveFor(address: string, asked: string): Promise<never> {
  const { pathname, search } = new URL(asked)
  // The server asks first when another site opens a scenario. Browsers take the other environment for one, and this
  // page's policy tells nobody where they come from.
  document.head.append(Object.assign(document.createElement('meta'), { name: 'referrer', content: 'origin' }))
  location.replace(new URL(pathname + search, address))
  return new Promise(() => {})
}

async function follow(step: () => Promise<unknown>): Promise<void> {
  try {
    await step()
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    tellProblem(`This link could not be followed. ${error.message}`)
  }
}
