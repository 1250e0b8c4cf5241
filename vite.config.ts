import { readFileSync } from 'node:fs'
import { defineConfig, type Plugin } from 'vite'
import { noRehearsal } from './scripts/noRehearsal.ts'
import { precompress } from './scripts/precompress.ts'
import { sizeBudget } from './scripts/sizeBudget.ts'
import { spectrum } from './scripts/spectrum.ts'
import { commonPasswords } from './server/commonPasswords.ts'
import { demoContentSecurityPolicy } from './server/contentSecurityPolicy.ts'

/** Folder of the static host that serves the demo, with both slashes: `/latchkey/`. */
const basePath = process.env['BASE_PATH'] ?? '/'

/**
 * The console for each of its hosts: `real` for an organisation of one's own, `rehearsal` for the demo organisation on
 * the server, `demo` with the backend in the page.
 */
const FOLDER: Record<string, string> = { real: 'dist', rehearsal: 'dist-rehearsal', demo: 'dist-demo' }

export default defineConfig(({ command, mode }) => ({
  base: mode === 'demo' ? basePath : '/',
  define: {
    /** True in both demos: scenario links, the rehearsal clock, `/flows`. */
    __REHEARSAL__: JSON.stringify(mode !== 'real'),
    /** True where the backend runs in the page. */
    __BROWSER_HOST__: JSON.stringify(mode === 'demo'),
  },
  plugins: [
    spectrum(),
    mode === 'demo' && serviceWorker(),
    // Component tests have the backend in the page, too.
    mode !== 'real' && mode !== 'rehearsal' && commonPasswordList(),
    command === 'build' && [
      preloads(),
      mode === 'demo' && staticHost(),
      mode === 'real' && noRehearsal(),
      sizeBudget(),
      precompress(),
    ],
  ],
  resolve: {
    // The worker asks a 100 kB list of public suffixes whether a cookie's domain is allowed. The demo has no cookies.
    alias: { tldts: new URL('./mocks/noPublicSuffixes.ts', import.meta.url).pathname },
  },
  optimizeDeps: { exclude: ['@react-spectrum/s2/style'] },
  build: {
    outDir: FOLDER[mode] ?? 'dist',
    target: 'es2022',
    cssMinify: 'lightningcss',
    cssCodeSplit: false,
    chunkSizeWarningLimit: 1000,
    modulePreload: {
      // Browsers that do not know it load the same files, only later.
      polyfill: false,
      // What a first visit needs is asked for with the page. To list for every other part what it needs in turn made
      // the first visit 1.7 kB larger, and what parts share has mostly been loaded by then.
      resolveDependencies: (_, files, { hostType }) => (hostType === 'html' ? files : []),
    },
    rolldownOptions: {
      // Reading a schema's shape does nothing: schemas that only stores use are left out.
      treeshake: { propertyReadSideEffects: false },
      output: {
        // Left alone, the bundler makes some fifty chunks of what pages share; compressed one by one they are an
        // eighth larger than these. The figure that counts is enforced by sizeBudget.
        codeSplitting: {
          groups: [
            {
              name: 'vendor',
              // But not what makes JSON Schema, which only the backend in the page does.
              test: /node_modules\/(react|react-dom|scheduler|@tanstack|use-sync-external-store|zod(?!.*(json-schema|registries))|react-hook-form|@hookform)\//,
              priority: 2,
            },
            {
              name: 'spectrum',
              test: /node_modules\/(?!.*([Rr]adio|IllustratedMessage|ProgressBar|DropZone|FileTrigger|dnd\/|ComboBox\.mjs$|combobox\/|useFilter|useUpdateEffect))(@react-spectrum|react-aria|react-stately|react-aria-components|@internationalized)\//,
              minShareCount: 2,
              priority: 1,
            },
            {
              // Ways to put something in that the first visits need as little as pictures.
              name: 'inputs',
              test: /node_modules\/.*([Rr]adio|DropZone|FileTrigger|dnd\/|ComboBox\.mjs$|combobox\/|useFilter|useUpdateEffect)/,
              minShareCount: 2,
            },
            {
              name: 'console',
              // But not what few visits need: what is about certificates and passwords in particular, and dialogs.
              test: /src\/(domain\/(?!sso\/|csv|person|apiKey|password|certificate[A-Z]|client|compareText|keyUse|signInWay|day|page|user(Edit|File|List)|readCertificate|base64|der|encoding|accessLevel|audit|refresh|session\.|apiLogins|attention|newPassword|preview)|web\/(visit|ui\/(?!ConfirmDialog|DialogFrame|Card|FileDrop|FieldHelp|Table|PagedList|counted)|forms\/(?!RadioGroup|ComboBox|DialogForm|useRows)|queries\/(?!audit|keyUse|listing|certificates|authentication|home|password|people|sso|sign|refresh|users)|help\/(alternatives|ScreenHelp)|shell\/(?!MainMenuPanel|PreviewBanner)))/,
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
}))

/**
 * MSW's worker file, taken from the package so that the two cannot drift, and kept out of `public/`. MSW has the worker
 * unregister itself when the last tab leaves; on a reload the new page may already be using it, and the update it then
 * asks for fails unhandled. A worker that stays does nothing while no page has started it.
 */
function serviceWorker(): Plugin {
  const name = 'mockServiceWorker.js'
  const source = () => {
    const original = readFileSync(new URL(`./node_modules/msw/lib/${name}`, import.meta.url), 'utf8')
    const staying = original.replace('await self.registration.unregister()', '')
    if (staying === original) throw new Error('The service worker of MSW no longer unregisters itself as it used to')
    return staying
  }
  return {
    name: 'service-worker',
    configureServer(server) {
      server.middlewares.use(server.config.base + name, (_, response) => {
        response.setHeader('Content-Type', 'text/javascript').end(source())
      })
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: name, source: source() })
    },
  }
}

/** The server's list of common passwords as a file that the backend in the page loads when a password is chosen. */
function commonPasswordList(): Plugin {
  const name = 'common-passwords.txt'
  // In order it is a third smaller once it is compressed.
  const source = async () => (await commonPasswords()).toSorted().join('\n')
  return {
    name: 'common-passwords',
    configureServer(server) {
      server.middlewares.use(server.config.base + name, (_, response, next) => {
        source().then((text) => response.setHeader('Content-Type', 'text/plain').end(text), next)
      })
    },
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: name, source: await source() })
    },
  }
}

/** Has the browser ask at once for what the page needs first: the code that the entry waits for, and the font. */
function preloads(): Plugin {
  let base = '/'
  return {
    name: 'preloads',
    enforce: 'post',
    configResolved: (config) => void (base = config.base),
    transformIndexHtml: (_, { bundle = {} }) => {
      const font = Object.keys(bundle).find((fileName) => fileName.endsWith('.woff2'))
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk')
      const awaited = chunks.filter(({ facadeModuleId }) =>
        /(mocks\/browser|rehearsal\/link)\.ts$/.test(facadeModuleId ?? ''),
      )
      const preloaded = new Set(awaited.flatMap(({ fileName, imports }) => [fileName, ...imports]))
      for (const { isEntry, fileName, imports } of chunks)
        if (isEntry) for (const already of [fileName, ...imports]) preloaded.delete(already)
      return [
        ...[...preloaded].map((fileName) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', href: base + fileName, crossorigin: true },
          injectTo: 'head' as const,
        })),
        // Asked for with the page, the font is there before the first text is, which `font-display: optional` waits for.
        {
          tag: 'link',
          attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `${base}${font}`, crossorigin: true },
          injectTo: 'head' as const,
        },
      ]
    },
  }
}

/** What a static host cannot do by headers and rewrites: the policy as a meta element, and deep links by its 404 page. */
function staticHost(): Plugin {
  return {
    name: 'static-host',
    enforce: 'post',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: demoContentSecurityPolicy },
        injectTo: 'head-prepend',
      },
    ],
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const page = bundle['index.html']
        if (page?.type === 'asset') this.emitFile({ type: 'asset', fileName: '404.html', source: page.source })
      },
    },
  }
}
