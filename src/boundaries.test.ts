import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

/**
 * The arrows between folders (DECISIONS 4). For each folder: the folders of ours and the packages it may import.
 * A package stands for all below it.
 */
const ALLOWED: Record<string, { folders: string[]; packages: string[] }> = {
  'src/domain': { folders: [], packages: ['zod/mini', 'asn1js', '@noble/hashes', '@xmldom/xmldom', 'papaparse'] },
  'src/api': { folders: ['src/domain'], packages: ['hono', 'zod/mini', '@zxcvbn-ts/language-en'] },
  'src/rehearsal': { folders: ['src/domain', 'src/api'], packages: ['hono', 'zod/mini', '@noble/hashes'] },
  'src/web': {
    folders: ['src/domain'],
    packages: [
      'react',
      'react-dom',
      '@react-spectrum/s2',
      '@tanstack',
      'react-hook-form',
      '@hookform/resolvers',
      'zod/mini',
    ],
  },
  mocks: {
    folders: ['src/domain', 'src/api', 'src/rehearsal'],
    packages: ['msw', '@noble/hashes', 'asn1js', 'temporal-polyfill'],
  },
  server: {
    folders: ['src/domain', 'src/api'],
    packages: [
      'node:',
      'hono',
      '@hono/node-server',
      'kysely',
      'pg',
      'pino',
      'temporal-polyfill',
      'zod/mini',
      '@node-saml',
      '@peculiar/x509',
      'reflect-metadata',
      'samlify',
    ],
  },
  e2e: {
    folders: ['scripts', 'testing', 'src/rehearsal/states'],
    packages: ['node:', '@playwright/test', 'axe-core'],
  },
}

/** The rehearsal's own screens, which no real build has, and the one place that starts the browser host. */
const EXCEPTIONS = [
  { from: /^src\/web\/rehearsal\//, to: /^src\/rehearsal\// },
  { from: /^src\/web\/main\.tsx$/, to: /^mocks\/browser\.ts$/ },
  // Loaded only where the demo organisation is served.
  { from: /^server\/(rehearsal|demo\w+)\.ts$/, to: /^src\/rehearsal\// },
]

/** Tests may reach for anything. */
const IS_TEST = /\.test\.tsx?$/

/** Files that may import `testing/`. */
const MAY_USE_TESTING = /\.test\.tsx?$|^(e2e|testing|tools)\//
/** Files that no file imports: a command or a page starts them, or `vite.config.ts` puts them in a package's place. */
const IS_ENTRY = /^(server\/(main|commands\/\w+)|src\/web\/main|mocks\/noPublicSuffixes)\.tsx?$/

const IMPORT =
  /(?:^|[;\n])\s*(import|export)\s+(type\s)?[^'"();]*?from\s*'([^']+)'|(?:^|[^.\w])import\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g

interface Import {
  file: string
  target: string
  isType: boolean
}

function importsOf(file: string): Import[] {
  const source = readFileSync(file, 'utf8')
  return [...source.matchAll(IMPORT)].map((match) => {
    const specifier = match[3] ?? match[4] ?? match[5] ?? ''
    const target = specifier.startsWith('#')
      ? specifier.slice(1)
      : specifier.startsWith('.')
        ? normalize(join(dirname(file), specifier))
        : `package:${specifier}`
    return { file, target, isType: match[2] !== undefined }
  })
}

const isBelow = (path: string, folder: string) =>
  path === folder || path.startsWith(folder.endsWith(':') ? folder : `${folder}/`)

function isAllowed({ file, target, isType }: Import, folder: string): boolean {
  const { folders, packages } = ALLOWED[folder]!
  if (target.startsWith('package:')) return packages.some((name) => isBelow(target.slice('package:'.length), name))
  if ([folder, ...folders].some((allowed) => isBelow(target, allowed))) return true
  if (folder === 'e2e') return isType
  return EXCEPTIONS.some(({ from, to }) => from.test(file) && to.test(target))
}

for (const folder of Object.keys(ALLOWED))
  test(`${folder} imports only what it may`, () => {
    const files = globSync(`${folder}/**/*.{ts,tsx}`).filter((file) => !IS_TEST.test(file))
    const imports = files.flatMap(importsOf)
    expect(imports.length).toBeGreaterThan(0)
    expect(imports.filter((found) => !isAllowed(found, folder))).toEqual([])
  })

const SOURCES = globSync(['*.ts', '{src,mocks,server,scripts,e2e,testing,tools}/**/*.{ts,tsx}'])

test('only tests import testing/', () => {
  const importing = SOURCES.flatMap(importsOf).filter(({ target }) => isBelow(target, 'testing'))
  expect(importing.length).toBeGreaterThan(0)
  expect(importing.filter(({ file }) => !MAY_USE_TESTING.test(file))).toEqual([])
})

test('src/, mocks/, and server/ have no file that only tests import', () => {
  const imported = new Set(
    SOURCES.filter((file) => !MAY_USE_TESTING.test(file))
      .flatMap(importsOf)
      .map(({ target }) => target),
  )
  const own = SOURCES.filter((file) => /^(src|mocks|server)\//.test(file) && !/\.(test|d)\.tsx?$/.test(file))
  expect(own.filter((file) => !imported.has(file) && !IS_ENTRY.test(file))).toEqual([])
})

test('of the server only the rehearsal and its identity provider know of rehearsals, and real organisations load neither', () => {
  const loading = {
    'server/commands/organisation.ts': /kind === 'demo'\s+\? await \(await import\('\.\.\/rehearsal\.ts'\)\)/,
    'server/main.ts': /isDemo\s+\? await \(await import\('\.\/rehearsal\.ts'\)\)/,
  }
  const naming = globSync('server/**/*.ts')
    .filter((file) => !IS_TEST.test(file))
    .filter((file) => /rehearsal\.ts'|src\/rehearsal|\/demo\w+\.ts'/.test(readFileSync(file, 'utf8')))
  const standIn = ['server/demoIdentityProvider.ts', 'server/demoSigningKey.ts']
  expect(naming.toSorted()).toEqual([...Object.keys(loading), ...standIn, 'server/rehearsal.ts'].toSorted())
  for (const [file, onlyForDemo] of Object.entries(loading)) expect(readFileSync(file, 'utf8')).toMatch(onlyForDemo)
})

test('one library reads and writes SAML for the identity provider of the demo, and another for the service provider', () => {
  const naming = (library: string) =>
    globSync('server/**/*.ts')
      .filter((file) => !IS_TEST.test(file))
      .filter((file) => readFileSync(file, 'utf8').includes(`'${library}'`))
  expect(naming('samlify')).toEqual(['server/demoIdentityProvider.ts'])
  expect(naming('@node-saml/node-saml').filter((file) => file.includes('demo'))).toEqual([])
})

test('only main.tsx names the browser host, behind its build-time constant', () => {
  const named = globSync('src/web/**/*.{ts,tsx}')
    .filter((file) => !IS_TEST.test(file))
    .filter((file) => readFileSync(file, 'utf8').includes('mocks/'))
  expect(named).toEqual(['src/web/main.tsx'])
  expect(readFileSync('src/web/main.tsx', 'utf8')).toMatch(
    /if \(__BROWSER_HOST__\) \{\s*const \{ startBrowserHost \} = await import\(/,
  )
})

test('no file of the console that a real build has names the rehearsal outside a build-time constant', () => {
  const naming = globSync('src/web/**/*.{ts,tsx}')
    .filter((file) => !file.startsWith('src/web/rehearsal/'))
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => /import\(.*rehearsal\//.test(line)),
    )
  expect(naming.length).toBeGreaterThan(3)
  expect(naming.filter((line) => !line.includes('__REHEARSAL__') && !line.includes('await import'))).toEqual([])
})
