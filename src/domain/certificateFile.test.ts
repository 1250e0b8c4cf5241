import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { MAX_CERTIFICATE_BYTES } from './certificate.ts'
import { readCertificateFile } from './certificateFile.ts'
import { DomainError } from './errors.ts'
import { isWithoutOpenssl, openssl } from '#testing/openssl.ts'
import { readCertificate } from './readCertificate.ts'
import { certificateOf, CN, UTF8 } from '#testing/certificateBytes.ts'

const certificate = (name: string) => certificateOf({ subject: [[[CN, UTF8, name]]] })
const base64 = (der: Uint8Array) => Buffer.from(der).toString('base64')
const pem = (der: Uint8Array, label = 'CERTIFICATE') =>
  [`-----BEGIN ${label}-----`, ...base64(der).match(/.{1,64}/g)!, `-----END ${label}-----`, ''].join('\n')
const utf8 = (text: string) => new TextEncoder().encode(text)
const utf16 = (text: string) => new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'))

const der = certificate('Northwind')
const text = pem(der)

test.each<[string, Uint8Array, number]>([
  ['DER', der, 1],
  ['PEM', utf8(text), 1],
  ['PEM with CRLF', utf8(text.replaceAll('\n', '\r\n')), 1],
  ['PEM with CR', utf8(text.replaceAll('\n', '\r')), 1],
  ['PEM on one line', utf8(text.replaceAll('\n', '')), 1],
  ['PEM of another tool', utf8(pem(der, 'X509 CERTIFICATE')), 1],
  ['PEM between other text', utf8(`subject=/CN=Northwind\n  Version: 3\n${text}\n\tthe end\n`), 1],
  ['PEM after text in Latin-1', Uint8Array.of(0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72, 0x0a, ...utf8(text)), 1],
  ['PEM with a byte order mark', utf8(`\uFEFF${text}`), 1],
  ['PEM in UTF-16, little endian', utf16(text), 1],
  ['PEM in UTF-16, big endian', new Uint8Array(Buffer.from(utf16(text)).swap16()), 1],
  ['PEM of a chain', utf8(text + pem(certificate('Authority')) + pem(certificate('Root'))), 3],
  ['PEM beside parameters of another kind', utf8(pem(Uint8Array.of(6, 1, 42), 'EC PARAMETERS') + text), 1],
  ['base64 alone', utf8(base64(der)), 1],
  [
    'base64 alone in lines',
    utf8(
      `\n${base64(der)
        .match(/.{1,76}/g)!
        .join('\r\n')}\r\n`,
    ),
    1,
  ],
])('a certificate is read from %s', (_, file, count) => {
  expect(readCertificateFile(file)).toEqual({ facts: readCertificate(der), der: base64(der), count })
})

test('a certificate is read from a file as large as 64 KB', () => {
  expect(readCertificateFile(utf8(text.padEnd(MAX_CERTIFICATE_BYTES))).der).toBe(base64(der))
})

test('of a chain the first certificate counts', () => {
  const chain = pem(certificate('Authority')) + text
  expect(readCertificateFile(utf8(chain)).facts.subjectCommonName).toEqual(['Authority'])
})

/** What is said against `file`, without what is said of all. */
function refusalOf(file: Uint8Array): string {
  try {
    readCertificateFile(file)
  } catch (error) {
    expect(error).toBeInstanceOf(DomainError)
    expect(error).toMatchObject({ code: 'invalid', field: 'certificate' })
    const { message } = error as DomainError
    expect(message).toMatch(/^This .*\. (Choose a certificate in PEM or DER form|Export it again)/)
    return message
  }
  throw new Error('It was read')
}

const damaged = 'This is not an X.509 certificate, or it is damaged or incomplete.'

test.each<[string, Uint8Array, string]>([
  ['an empty file', new Uint8Array(), 'This file is empty.'],
  ['a file that is too large', new Uint8Array(MAX_CERTIFICATE_BYTES + 1), 'This file is larger than 64 KB.'],
  ['a text', utf8('hello'), 'This is a text without a certificate in it.'],
  ['a text of one digit', utf8('0'), 'This is a text without a certificate in it.'],
  ['a byte order mark alone', utf8('\uFEFF'), 'This is a text without a certificate in it.'],
  ['a web page', utf8('<!DOCTYPE html><p>Sign in'), 'This is a web page.'],
  ['an image', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13), 'This is an image.'],
  ['a Java key store', Uint8Array.of(0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2), 'This is a Java key store.'],
  ['a ZIP archive', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0), 'This is a ZIP archive or an office document.'],
  ['a PDF document', utf8('%PDF-1.7\n\0'), 'This is a PDF document.'],
  ['bytes of no kind', Uint8Array.of(1, 2, 3), damaged],
  ['DER of no kind', Uint8Array.of(0x30, 3, 2, 1, 1), damaged],
  ['half a certificate in DER', der.subarray(0, der.length / 2), damaged],
  ['a certificate in DER with a byte behind', Uint8Array.of(...der, 10), damaged],
  ['half a certificate in PEM', utf8(pem(der.subarray(0, der.length / 2))), damaged],
  ['PEM that breaks off', utf8(text.slice(0, text.length / 2)), damaged],
  ['half a certificate in base64', utf8(base64(der).slice(0, 80)), damaged],
  ['PEM with a sign that is no base64', utf8(text.replace('M', '*')), 'This certificate is damaged or incomplete'],
  ['PEM in PEM', utf8(text.replace('\n', `\n${text}`)), 'This certificate is damaged or incomplete'],
  ['PEM without content', utf8('-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----'), damaged],
  ['PEM of an unknown kind', utf8(pem(der, 'SOMETHING')), damaged],
  ['a public key of OpenSSH', utf8('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI ada'), 'This is a public key'],
  [
    'a certificate for OpenSSL alone',
    utf8(pem(der, 'TRUSTED CERTIFICATE')),
    'This is a certificate in the form TRUSTED',
  ],
])('%s is refused, and said to be what it is', (_, file, words) => {
  expect(refusalOf(file)).toContain(words)
})

const kept = 'This file holds a private key. Nothing of it was kept or sent.'
const pairs = {
  RSA: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  DSA: generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).privateKey,
  EC: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  Ed25519: generateKeyPairSync('ed25519').privateKey,
}
const exported = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1', passphrase?: string) =>
  new Uint8Array(
    key.export({ type, format: 'der', ...(passphrase ? { cipher: 'aes-256-cbc', passphrase } : {}) } as {
      type: 'pkcs8'
      format: 'der'
    }),
  )
const keys: [string, Uint8Array, string][] = [
  ...Object.entries(pairs).map(([name, key]): [string, Uint8Array, string] => [
    `${name} in PKCS#8`,
    exported(key, 'pkcs8'),
    'PRIVATE KEY',
  ]),
  ['RSA in PKCS#1', exported(pairs.RSA, 'pkcs1'), 'RSA PRIVATE KEY'],
  ['EC in SEC 1', exported(pairs.EC, 'sec1'), 'EC PRIVATE KEY'],
  ['RSA in encrypted PKCS#8', exported(pairs.RSA, 'pkcs8', 'secret'), 'ENCRYPTED PRIVATE KEY'],
]

test.each(keys)('a private key, %s, is refused in every form and kept nowhere', (_, key, label) => {
  const armoured = pem(key, label)
  for (const file of [
    key,
    utf8(armoured),
    utf16(armoured),
    utf8(base64(key)),
    utf8(armoured + text),
    utf8(text + armoured),
    utf8(text + armoured.slice(0, armoured.length / 2)),
    // Whatever the armour says.
    utf8(pem(key)),
    utf8(text + pem(key)),
  ])
    expect(refusalOf(file)).toContain(kept)
})

test.each([
  ['OpenSSH', '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----'],
  ['PGP', '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlFgEZ\n-----END PGP PRIVATE KEY BLOCK-----'],
  ['SSH2', '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/56wAA\n---- END SSH2 ENCRYPTED PRIVATE KEY ----'],
  [
    'an encrypted PEM',
    '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIE\n-----END RSA PRIVATE KEY-----',
  ],
  ['PuTTY', 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 1\nAAAA'],
])('a private key of %s is refused, alone and beside a certificate', (_, key) => {
  for (const file of [key, `${key}\n${text}`, `${text}${key}`]) expect(refusalOf(utf8(file))).toContain(kept)
})

test.skipIf(isWithoutOpenssl)('what else openssl makes of keys and certificates is refused by name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-certificate-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const at = (name: string) => join(folder, name)
  const make = (...args: string[]) => new Uint8Array(openssl(args))
  writeFileSync(at('key.pem'), pairs.RSA.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(at('crt.pem'), make('req', '-x509', '-key', at('key.pem'), '-subj', '/CN=Northwind'))
  writeFileSync(at('index.txt'), '')
  writeFileSync(
    at('ca.cnf'),
    `[ca]\ndefault_ca=a\n[a]\ndatabase=${at('index.txt')}\ndefault_md=sha256\ndefault_crl_days=9\n`,
  )
  writeFileSync(
    at('crl.pem'),
    make('ca', '-config', at('ca.cnf'), '-gencrl', '-keyfile', at('key.pem'), '-cert', at('crt.pem')),
  )

  const request = ['req', '-new', '-key', at('key.pem'), '-subj', '/CN=Northwind']
  const pkcs12 = ['pkcs12', '-export', '-inkey', at('key.pem'), '-in', at('crt.pem'), '-passout', 'pass:secret']
  const wrapped = ['crl2pkcs7', '-nocrl', '-certfile', at('crt.pem')]
  const revoked = ['crl', '-in', at('crl.pem')]
  const publicKey = ['pkey', '-in', at('key.pem'), '-pubout']
  const rsaPublicKey = ['rsa', '-in', at('key.pem'), '-RSAPublicKey_out']
  for (const [args, words] of [
    [request, 'This is a certificate request'],
    [wrapped, 'This is a PKCS#7 file'],
    [revoked, 'This is a revocation list'],
    [publicKey, 'This is a public key'],
    [rsaPublicKey, 'This is a public key'],
  ] as const)
    for (const form of ['PEM', 'DER']) {
      const file = make(...args, '-outform', form)
      expect(refusalOf(file)).toContain(words)
      if (form === 'DER') expect(refusalOf(utf8(base64(file)))).toContain(words)
    }
  expect(refusalOf(make(...pkcs12))).toContain('This is a PKCS#12 file')
  expect(refusalOf(make('x509', '-in', at('crt.pem'), '-trustout'))).toContain('in the form TRUSTED CERTIFICATE')

  const plain = make('x509', '-in', at('crt.pem'), '-outform', 'DER')
  expect(readCertificateFile(make('x509', '-in', at('crt.pem'), '-text')).der).toBe(base64(plain))
})

test('a refusal repeats nothing of the file', () => {
  const secret = 'correct-horse'
  for (const file of [
    secret,
    `-----BEGIN ${secret}-----\n${secret}\n-----END ${secret}-----`,
    `-----BEGIN ${secret} PRIVATE KEY-----`,
    text.replace('\n', `\n${secret}`),
  ])
    expect(refusalOf(utf8(file))).not.toContain(secret)
})
