import { expect, test } from 'vitest'
import { newCertificate } from '#testing/newCertificate.ts'
import { bytesOf } from './base64.ts'
import { findingsOf, keyLabel, type CertificateFacts } from './certificateFacts.ts'
import { DAY, shift } from './instant.ts'
import { readCertificate } from './readCertificate.ts'

const NOW = '2030-01-15T12:00:00.000Z'
const usual = readCertificate(bytesOf((await newCertificate()).der)!)
const found = (change: Partial<CertificateFacts>) => findingsOf({ ...usual, ...change }, 'current', NOW)

test('nothing is unusual about a client certificate that is valid for long', () => {
  expect(found({})).toEqual([])
  expect(found({ extendedKeyUsage: null, isIssuerTrusted: null })).toEqual([])
  expect(found({ extendedKeyUsage: ['Any purpose'] })).toEqual([])
  expect(found({ extendedKeyUsage: ['Server authentication', 'Client authentication'] })).toEqual([])
})

test('a certificate that ends within 30 days is told, and one that ended is not told twice', () => {
  expect(found({ validTo: shift(NOW, 30 * DAY) })).toEqual([{ kind: 'expires-soon', days: 30 }])
  expect(found({ validTo: shift(NOW, 30 * DAY + 1) })).toEqual([])
  expect(found({ validTo: shift(NOW, DAY - 1) })).toEqual([{ kind: 'expires-soon', days: 0 }])
  expect(found({ validTo: shift(NOW, -1) })).toEqual([])
})

test.each([
  ['RSA', 2047, null, 'RSA, 2047 bits'],
  ['RSA-PSS', 1024, null, 'RSA-PSS, 1024 bits'],
  ['DSA', 1024, null, 'DSA, 1024 bits'],
  ['EC', 192, 'P-192', 'EC, P-192'],
])('a key of %s and %i bits is weak', (keyType, keyBits, curve, key) => {
  expect(found({ keyType, keyBits, curve })).toEqual([{ kind: 'weak-key', key }])
})

test.each([
  ['RSA', 2048, null],
  ['EC', 224, 'P-224'],
  ['EC', 256, 'P-256'],
  ['Ed25519', null, null],
  // Its size is unknown, so its strength is too.
  ['RSA', null, null],
])('a key of %s and %s bits is not', (keyType, keyBits, curve) => {
  expect(found({ keyType, keyBits, curve })).toEqual([])
})

test.each(['MD5 with RSA', 'MD2 with RSA', 'SHA-1 with RSA', 'SHA-1 with ECDSA'])('%s can be forged', (algorithm) => {
  expect(found({ signatureAlgorithm: algorithm })).toEqual([{ kind: 'weak-signature', algorithm }])
})

test('an authority, a server and an issuer that is not trusted are told', () => {
  expect(found({ isAuthority: true, extendedKeyUsage: ['Server authentication'], isIssuerTrusted: false })).toEqual([
    { kind: 'is-authority' },
    { kind: 'no-client-authentication' },
    { kind: 'issuer-not-trusted' },
  ])
})

test('a key is called by its curve, or by its size', () => {
  expect(keyLabel(usual)).toBe('EC, P-256')
  expect(keyLabel({ ...usual, keyType: 'RSA', keyBits: 4096, curve: null })).toBe('RSA, 4096 bits')
  expect(keyLabel({ ...usual, keyType: 'Ed25519', keyBits: null, curve: null })).toBe('Ed25519')
})

test('of a certificate to know signatures by only its strength and its end matter', () => {
  const odd = {
    ...usual,
    isAuthority: true,
    extendedKeyUsage: [],
    isIssuerTrusted: false,
    keyType: 'RSA',
    keyBits: 1024,
  }
  expect(findingsOf({ ...odd, curve: null }, 'signing', NOW)).toEqual([{ kind: 'weak-key', key: 'RSA, 1024 bits' }])
})
