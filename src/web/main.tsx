import { config } from 'zod/mini'
import { drawConsole } from './drawConsole.tsx'

// zod compiles schemas with `new Function` where it may; the Content-Security-Policy forbids that, audibly.
config({ jitless: true })

if (__BROWSER_HOST__) {
  const { startBrowserHost } = await import('../../mocks/browser.ts')
  try {
    await startBrowserHost()
  } catch (error) {
    document.body.textContent =
      'Latchkey cannot start here. The demo runs inside the browser, which allows that only at localhost or over https, and outside private modes that forbid service workers.'
    throw error
  }
}
if (__REHEARSAL__) {
  const { followLink } = await import('./rehearsal/link.ts')
  await followLink()
}

// index.html has it.
drawConsole(document.getElementById('root')!)

if (__REHEARSAL__) void import('./rehearsal/press.ts').then(({ pressAsAsked }) => pressAsAsked())
