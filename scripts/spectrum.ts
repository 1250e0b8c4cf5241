import { readFileSync } from 'node:fs'
import optimizeLocales from '@react-aria/optimize-locales-plugin'
import react from '@vitejs/plugin-react'
import macros from 'unplugin-parcel-macros'
import type { Plugin, PluginOption } from 'vite'

/** What it takes to build React and Spectrum 2: style macros, one language, no fonts from elsewhere. */
export const spectrum = (): PluginOption[] => [
  macros.vite(),
  react(),
  inEnglishOnly(),
  withoutAdobeFonts(),
  alsoPrebundled(),
  pickerApartFromComboBox(),
]

/** The console speaks English; Spectrum's other 33 languages would be half of its size. */
const inEnglishOnly = (): Plugin => ({ ...optimizeLocales.vite({ locales: ['en-US'] }), enforce: 'pre' })

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

/** Has the same done to the packages that Vite bundles beforehand, for development and for component tests. */
function alsoPrebundled(): Plugin {
  return {
    name: 'also-prebundled',
    config: () => ({ optimizeDeps: { rolldownOptions: { plugins: [inEnglishOnly(), withoutAdobeFonts()] } } }),
  }
}

/**
 * Spectrum's Picker takes its looks from the module of its ComboBox, so every page with the one would load the other as
 * soon as any page has it. Picker gets a copy of that module, of which the bundler keeps the looks alone.
 */
function pickerApartFromComboBox(): Plugin {
  const copy = '?looks'
  return {
    name: 'picker-apart-from-combo-box',
    enforce: 'pre',
    apply: 'build',
    async resolveId(source, importer) {
      if (source !== './ComboBox.mjs' || !importer?.endsWith('s2/dist/private/Picker.mjs')) return null
      const module = await this.resolve(source, importer, { skipSelf: true })
      return module && { ...module, id: module.id + copy }
    },
    load: (id) => (id.endsWith(copy) ? readFileSync(id.slice(0, -copy.length), 'utf8') : null),
  }
}
