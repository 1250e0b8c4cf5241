import type { Plugin } from 'vite'
import { SCENARIOS } from '../src/rehearsal/scenarios.ts'

/** What nothing but the rehearsal says: scenarios by name, its part of the API, the demo organisation and its identity provider, the worker. */
const names = Object.keys(SCENARIOS).filter((name) => name.includes('-'))
const TRACE = new RegExp(
  `["'\`](${names.join('|')})["'\`]|/rehearsal|northwind|Northwind Identity|latchkey-call|mockServiceWorker`,
)

/** Fails the real build when anything of the rehearsal is in it. */
export function noRehearsal(): Plugin {
  return {
    name: 'no-rehearsal',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const [fileName, output] of Object.entries(bundle)) {
          const trace = TRACE.exec(output.type === 'chunk' ? fileName + output.code : fileName + String(output.source))
          if (trace) this.error(`The real build must hold nothing of the rehearsal, but ${fileName} has ${trace[0]}`)
        }
      },
    },
  }
}
