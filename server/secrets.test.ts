import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openVault, passwords } from './secrets.ts'
import { SettingError } from './settings.ts'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'latchkey-secrets-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  return made
}

test('a password is verified against its own hash and no other', async () => {
  const hash = await passwords.hash('quiet-Harbor-7')
  expect(hash).not.toContain('quiet')
  expect(await passwords.verify('quiet-Harbor-7', hash)).toBe(true)
  expect(await passwords.verify('quiet-Harbor-8', hash)).toBe(false)
  expect(await passwords.verify('', hash)).toBe(false)
})

test('equal passwords have different hashes, which name the cost they were made at', async () => {
  const [one, two] = await Promise.all([passwords.hash('same'), passwords.hash('same')])
  expect(one).not.toBe(two)
  expect(one).toMatch(/^scrypt\$16384\$8\$5\$/)
})

test('a hash made at another cost is still verified', async () => {
  // scrypt of "pleaseletmein" with salt "SodiumChloride", N=16384, r=8, p=1: RFC 7914 section 12.
  const hash = Buffer.from(
    '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
    'hex',
  ).toString('base64url')
  const salt = Buffer.from('SodiumChloride').toString('base64url')
  expect(await passwords.verify('pleaseletmein', `scrypt$16384$8$1$${salt}$${hash}`)).toBe(true)
})

test('what is sealed can be opened with the same secret, and looks different each time', async () => {
  const vault = openVault(join(folder(), 'secret'))
  const sealed = await vault.seal('a1b2c3')
  expect(sealed).not.toContain('a1b2c3')
  expect(await vault.seal('a1b2c3')).not.toBe(sealed)
  expect(await vault.open(sealed)).toBe('a1b2c3')
})

test('with another secret, or after a change, nothing can be opened', async () => {
  const vault = openVault(join(folder(), 'secret'))
  const sealed = await vault.seal('a1b2c3')
  expect(await openVault(join(folder(), 'secret')).open(sealed)).toBeNull()
  expect(await vault.open(`${sealed.startsWith('A') ? 'B' : 'A'}${sealed.slice(1)}`)).toBeNull()
  expect(await vault.open('')).toBeNull()
})

test('the secret is made once, for its owner alone', async () => {
  const file = join(folder(), 'deep', 'secret')
  const sealed = await openVault(file).seal('a1b2c3')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const before = readFileSync(file, 'utf8')
  expect(await openVault(file).open(sealed)).toBe('a1b2c3')
  expect(readFileSync(file, 'utf8')).toBe(before)
})

test('a file that holds no secret is refused by name', () => {
  const file = join(folder(), 'secret')
  writeFileSync(file, 'too short')
  expect(() => openVault(file)).toThrow(SettingError)
})
