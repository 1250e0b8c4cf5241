import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'

const Lock = z.object({
  packages: z.record(z.string(), z.object({ integrity: z.optional(z.string()), resolved: z.optional(z.string()) })),
})
// The first one is this project.
const [, ...packages] = Object.entries(Lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8'))).packages)

/** Builds for platforms that the registry of the last change didn't have, so their content is unknown. */
const UNKNOWN = [
  'unplugin-parcel-macros-darwin-arm64',
  'unplugin-parcel-macros-darwin-x64',
  'unplugin-parcel-macros-linux-arm64-gnu',
  'unplugin-parcel-macros-linux-arm64-musl',
  'unplugin-parcel-macros-win32-x64-msvc',
]

test('the lock file fixes the content of every package that a registry has', () => {
  const free = packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))
  expect(free.map(([path]) => path)).toEqual(UNKNOWN.map((name) => `node_modules/${name}`))
})

test('the lock file names no registry', () => {
  expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([])
})
