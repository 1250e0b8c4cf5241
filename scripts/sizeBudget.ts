import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/** What a first visit to Customer Info may load, in bytes after gzip (design: JavaScript 245 kB, CSS 20 kB). */
const LIMIT = { js: 245_000, css: 20_000 }
/** What Single Sign-On (SSO) may load besides. Its dialogs and panels are loaded when they are opened. */
const SSO_LIMIT = 40_000

/** The modules whose chunks, with all they import, make up that visit. The in-browser backend is not among them. */
const FIRST_VISIT = ['index.html', 'src/web/pages/customerInfo/CustomerInfoPage.tsx']
const SSO_PAGE = 'src/web/pages/singleSignOn/SsoPage.tsx'

/** Fails the build when a first visit to Customer Info, or going on to Single Sign-On (SSO), grows beyond its budget. */
export function sizeBudget(): Plugin {
  return {
    name: 'size-budget',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const chunks = Object.values(bundle).filter((output) => output.type === 'chunk')
        const seen = new Set<string>()
        const visit = (fileName: string) => {
          if (seen.has(fileName)) return
          seen.add(fileName)
          chunks.find((chunk) => chunk.fileName === fileName)?.imports.forEach(visit)
        }
        /** Bytes of JavaScript that have been loaded when these modules have. */
        const loadedWith = (modules: string[]) => {
          for (const name of modules) {
            const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/${name}`))
            if (!chunk) this.error(`The size budget expects a chunk of its own for ${name}`)
            visit(chunk.fileName)
          }
          return chunks
            .filter(({ fileName }) => seen.has(fileName))
            .reduce((sum, { code }) => sum + gzipSync(code).length, 0)
        }
        const js = loadedWith(FIRST_VISIT)
        const sso = loadedWith([SSO_PAGE]) - js
        // One style sheet for the whole console: Spectrum's atomic rules would otherwise be repeated in each.
        const css = Object.values(bundle).reduce(
          (sum, output) =>
            sum + (output.type === 'asset' && output.fileName.endsWith('.css') ? gzipSync(output.source).length : 0),
          0,
        )
        const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
        const report = `First visit to Customer Info: ${kB(js)} of JavaScript (limit ${kB(LIMIT.js)}), ${kB(css)} of CSS (limit ${kB(LIMIT.css)}); to Single Sign-On (SSO) from there: ${kB(sso)} (limit ${kB(SSO_LIMIT)}), gzip`
        if (js > LIMIT.js || css > LIMIT.css || sso > SSO_LIMIT)
          this.error(`Over budget. ${report}; ${js} of ${LIMIT.js} bytes of JavaScript`)
        // Printed by the build even when it is quiet: the figure belongs in its log.
        this.environment.logger.info(report)
      },
    },
  }
}
