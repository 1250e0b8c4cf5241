import { ToastQueue } from '@react-spectrum/s2/Toast'
import { createMemoryHistory } from '@tanstack/react-router'
import { onTestFinished } from 'vitest'
import { page } from 'vitest/browser'
import { commonPasswords } from '../mocks/commonPasswords.ts'
import { serviceProvider } from '../mocks/serviceProvider.ts'
import { standInCertificate } from '../mocks/standInCertificate.ts'
import { digest, openVault, passwords, random } from '../mocks/webSecrets.ts'
import type { Caller } from '#src/api/host.ts'
import { memoryStore } from '#src/api/memoryStore.ts'
import type { Environment } from '#src/domain/customer.ts'
import { readCertificate } from '#src/domain/readCertificate.ts'
import { demoId, seedValue, usernameOf, type DemoUser } from '#src/rehearsal/organisation.ts'
import { openRoom } from '#src/rehearsal/room.ts'
import type { ScenarioName } from '#src/rehearsal/scenarios.ts'
import { RehearsalState, ScenarioOpened, type ClockMove } from '#src/rehearsal/wire.ts'
import { drawConsole } from '#src/web/drawConsole.tsx'
import { answerWith, send } from '#src/web/http.ts'

interface Opening {
  scenario?: ScenarioName
  as?: DemoUser | 'nobody'
  /** ISO instant the rehearsal clock starts from. */
  now?: string
}

interface Sent {
  method: string
  path: string
  body: string
}

interface Answer {
  status: number
  body: unknown
}

/** The one answer of the Workfront API to every key that opens nothing. */
export const REFUSED: Answer = {
  status: 401,
  body: {
    error: { class: 'com.attask.common.AuthenticationException', message: 'You are not currently logged in' },
  },
}

const ORIGIN = 'http://latchkey.test/'

/**
 * Shows the console at `path` in a scenario, over the real backend in the same page, signed in as the main
 * administrator unless `as` says otherwise. The console is gone when the test ends.
 */
export async function mountConsole(path: string, { scenario = 'default', as = 'main.admin', now }: Opening = {}) {
  const { answer, sent, holdBack } = await openBackend()
  answerWith(answer)
  await send('POST', '/rehearsal/scenario', ScenarioOpened, { scenario, as, now })

  let shown = show(path)
  onTestFinished(() => {
    dismissToasts()
    dismissToasts = () => {}
    shown.close()
    sessionStorage.clear()
    localStorage.clear()
  })

  /** Asks the backend from this browser. The console's own routes see its session; others see what `asked` carries. */
  async function ask(asked: string, init: RequestInit = {}): Promise<Answer> {
    const response = await answer(asked, init)
    return { status: response.status, body: (await response.json()) as unknown }
  }

  return {
    screen: page,
    ask,
    /** What the page has sent so far. */
    sent,
    holdBack,
    /** What the address bar shows. */
    address: () => shown.history.location.href,
    goBack: () => shown.history.back(),
    /** Loads the page again: the browser keeps its session and its storage, and nothing else. */
    reload() {
      const { href } = shown.history.location
      shown.close()
      shown = show(href)
    },
    /** Moves the rehearsal clock behind the page, which learns of it with its next question. */
    async moveClock(move: ClockMove['move']) {
      await send('POST', '/rehearsal/clock', RehearsalState, { move })
    },
    /** What an integration gets when it reads `user` with the key that this user has in the scenario. */
    async readWithKeyOf(user: DemoUser): Promise<Answer> {
      const [id, key] = await Promise.all([demoId({ digest }, user), seedValue({ digest }, usernameOf(user))])
      return ask(`/attask/api/v15.0/user/${id}?apiKey=${key}`)
    },
  }
}

function show(path: string) {
  const history = createMemoryHistory({ initialEntries: [path] })
  const element = document.body.appendChild(document.createElement('div'))
  const { root } = drawConsole(element, history)
  return {
    history,
    close() {
      root.unmount()
      element.remove()
    },
  }
}

/** Closes the toasts that the test has made: they outlive the page that showed them, and the next test must not read them. */
let dismissToasts = () => {}
const { positive } = ToastQueue
ToastQueue.positive = (message, options) => {
  const dismissEarlier = dismissToasts
  const dismiss = positive(message, options)
  dismissToasts = () => {
    dismissEarlier()
    dismiss()
  }
  return dismiss
}

/** The rehearsal room of one test, as a browser reaches it. */
async function openBackend() {
  let environment: Environment = 'production'
  const sessions: Partial<Record<Environment, string | null>> = {}
  const integrations = new Map<string, string>()
  const sent: Sent[] = []
  const heldBack = new Map<string, Promise<void>>()
  const room = await openRoom({
    random,
    digest,
    passwords,
    commonPasswords: () => commonPasswords('/'),
    vault: openVault,
    readCertificate: async (der) => readCertificate(der),
    serviceProvider,
    signingCertificate: standInCertificate,
    leadTo: (url) => url,
    realNow: () => new Date().toISOString(),
    loadState: async () => null,
    saveState: async () => {},
    openStore: async (rows) => memoryStore(await rows()),
    switchEnvironment: (another) => void (environment = another),
    storageOf: (integration) => ({
      load: async () => integrations.get(integration) ?? null,
      save: async (text) => void integrations.set(integration, text),
    }),
    callOverNetwork: null,
  })

  const caller: Omit<Caller, 'environment' | 'sessionId'> = {
    addresses: { production: ORIGIN, preview: ORIGIN },
    ownAddress: ORIGIN,
    keepSession: (id) => void (sessions[environment] = id),
    signOnBrowser: null,
    keepSignOnBrowser: () => {},
    apiSessionId: null,
    keepApiSession: () => {},
    address: '127.0.0.1',
    userAgent: navigator.userAgent,
  }
  async function answer(path: string, init: RequestInit): Promise<Response> {
    const request = new Request(new URL(path, ORIGIN), init)
    const { pathname } = new URL(request.url)
    sent.push({ method: request.method, path: pathname, body: typeof init.body === 'string' ? init.body : '' })
    await heldBack.get(pathname)
    return room.fetch(request, { ...caller, environment, sessionId: sessions[environment] ?? null })
  }
  return {
    answer,
    sent,
    /** Keeps requests for `path` until the returned function lets them go: a server that is as slow as the test needs. */
    holdBack(path: string): () => void {
      const { promise, resolve } = Promise.withResolvers<void>()
      heldBack.set(path, promise)
      return resolve
    },
  }
}
