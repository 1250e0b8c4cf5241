import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/** What a first visit to Customer Info may load, in bytes after gzip (design: JavaScript 245 kB, CSS 20 kB). */
const LIMIT = { js: 245_000, css: 20_000 }

/** The modules whose chunks, with all they import, make up that visit. The in-browser backend is not among them. */
const FIRST_VISIT = ['index.html', 'src/web/pages/customerInfo/CustomerInfoPage.tsx']

/** Fails the build when the first visit to Customer Info grows beyond its budget. */
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
        for (const name of FIRST_VISIT) {
          const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/${name}`))
          if (!chunk) this.error(`The size budget expects a chunk of its own for ${name}`)
          visit(chunk.fileName)
        }
        const visited = chunks.filter(({ fileName }) => seen.has(fileName))
        const size = {
          js: visited.reduce((sum, { code }) => sum + gzipSync(code).length, 0),
          // One style sheet for the whole console: Spectrum's atomic rules would otherwise be repeated in each.
          css: Object.values(bundle).reduce(
            (sum, output) =>
              sum + (output.type === 'asset' && output.fileName.endsWith('.css') ? gzipSync(output.source).length : 0),
            0,
          ),
        }
        const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
        const report = `First visit to Customer Info: ${kB(size.js)} of JavaScript (limit ${kB(LIMIT.js)}), ${kB(size.css)} of CSS (limit ${kB(LIMIT.css)}), gzip`
        if (size.js > LIMIT.js || size.css > LIMIT.css) this.error(`Over budget. ${report}`)
        // Printed by the build even when it is quiet: the figure belongs in its log.
        this.environment.logger.info(report)
      },
    },
  }
}
