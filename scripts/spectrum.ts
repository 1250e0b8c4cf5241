import optimizeLocales from '@react-aria/optimize-locales-plugin'
import react from '@vitejs/plugin-react'
import macros from 'unplugin-parcel-macros'
import type { Plugin, PluginOption } from 'vite'

/** What it takes to build React and Spectrum 2: style macros, one language, no fonts from elsewhere. */
export const spectrum = (): PluginOption[] => [
  macros.vite(),
  react(),
  // The console speaks English; Spectrum's other 33 languages would be half of its size.
  { ...optimizeLocales.vite({ locales: ['en-US'] }), enforce: 'pre' },
  withoutAdobeFonts(),
]

/** Spectrum's Provider fetches Adobe Clean from Adobe's font service. The console asks nobody but its own server. */
function withoutAdobeFonts(): Plugin {
  return {
    name: 'without-adobe-fonts',
    enforce: 'pre',
    load(id) {
      if (id.endsWith('s2/dist/private/Fonts.mjs')) return 'export const Fonts = () => null'
      if (id.endsWith('s2/dist/private/font-faces.css')) return ''
      return null
    },
  }
}
