import { expect, test } from 'vitest'
import { LEAST_LENGTH, refuseWeakPassword } from '#src/domain/newPassword.ts'
import { ada, customer, startBackend } from '#testing/backend.ts'
import { loadDictionary } from './dictionary.ts'

const dictionary = await loadDictionary(startBackend().host)
const isRefused = (password: string): boolean => {
  try {
    refuseWeakPassword(password, ada, { ...customer, characterClasses: 2 }, dictionary)
    return false
  } catch {
    return true
  }
}

/** From the lists of leaked passwords that are published every year: of 8 characters or more, and of 2 kinds. */
const LEAKED = `
  P@ssw0rd P@ssword Passw0rd p@ssw0rd1 Password1 Password123 pass1234 pass@123 Pa$$w0rd
  qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 Qwerty123! qwertyuiop1 q1w2e3r4 q1w2e3r4t5 1q2w3e4r 1q2w3e4r5t
  1qaz2wsx 1qaz2wsx3edc !QAZ2wsx 1qazxsw2 zaq12wsx zaq1zaq1 qazwsx123 qwe123qwe qweasd123 123qweasd 123qwe123 1234qwer
  qwer1234 asdf1234 asd123asd zxcvbnm1 zxcvbnm123 zxcv1234 1234abcd abcd1234 abc12345 abc123456 a1b2c3d4 a1234567
  a12345678 a123456789 123456789a 12345678a 1234567a q1234567 q123456789 z1234567 aa123456 123456aa 123abc123 123456abc
  iloveyou1 iloveyou2 iloveyou! loveyou1 letmein1 letmein123 trustno1 welcome1 Welcome123 admin123 admin1234 Admin@123
  changeme1 test1234 hello123 monkey123 dragon123 master123 football1 baseball1 superman1 batman123 pokemon1 pokemon123
  starwars1 sunshine1 princess1 charlie1 michael1 jordan23 computer1 internet1 whatever1 summer2024 Winter2023! blink182
  rush2112 ncc1701d ncc1701e 3rjs1la7qe
  p0o9i8u7 mustang1 samsung1 liverpool1 chelsea1 arsenal1 killer123 shadow123 freedom1 nicole123 jessica1
`
  .trim()
  .split(/\s+/)

test('at least 100 well-known leaked passwords are refused, whatever their case', () => {
  expect(LEAKED.length).toBeGreaterThan(100)
  expect(LEAKED.filter((password) => !isRefused(password))).toEqual([])
  expect(LEAKED.filter((password) => !isRefused(password.toUpperCase()) && /[\d\W]/.test(password))).toEqual([])
})

test('passwords of several words and made-up ones are taken', () => {
  const good = [
    'quiet-Harbor-7',
    'lantern-River-9',
    'correct horse battery staple',
    'tr0ut&Umbrella',
    'vR7-kw0q-Zt2x',
    'größere Öfen 12',
  ]
  expect(good.filter(isRefused)).toEqual([])
})

test('at least 100,000 passwords that are long enough are known', async () => {
  const long = (await startBackend().host.commonPasswords()).filter(({ length }) => length >= LEAST_LENGTH)
  expect(new Set(long).size).toBeGreaterThan(100_000)
})
