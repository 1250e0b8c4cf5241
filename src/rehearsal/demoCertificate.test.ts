import { X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOf } from '#src/domain/base64.ts'
import { pemOf } from '#src/domain/certificate.ts'
import { carriedCertificate } from '#src/domain/certificateMatch.ts'
import { keyLabel } from '#src/domain/certificateFacts.ts'
import { readCertificate } from '#src/domain/readCertificate.ts'
import { demoCertificate } from './demoCertificate.ts'

const FROM = '2030-01-15T12:00:05.678Z'
const TO = '2031-01-15T12:00:05.678Z'
const SERIAL = '0a1b2c3d4e5f60'

// What is read here was written by the function under test, so it is base64.
const read = (der: string) => readCertificate(bytesOf(der)!)

test('a demo certificate says of itself what was asked for', () => {
  const made = demoCertificate('northwind.pem', SERIAL, FROM, TO)
  const { name, der, ...known } = made
  const facts = read(der)
  expect(facts).toMatchObject({
    ...known,
    subjectCommonName: ['integrations.northwind.example'],
    subjectOrganization: ['Northwind Studio'],
    subjectOrganizationUnit: ['Integrations'],
    issuerCommonName: ['Northwind Issuing CA'],
    issuerOrganizationUnit: ['IT Security'],
    serialNumber: '4C:0A:1B:2C:3D:4E:5F:60',
    isAuthority: false,
  })
  expect(keyLabel(facts)).toBe('EC, P-256')
  expect(known).toMatchObject({ validFrom: '2030-01-15T12:00:05.000Z', validTo: '2031-01-15T12:00:05.000Z' })
  expect(name).toBe('northwind.pem')
})

test('OpenSSL reads it, as DER and as PEM', () => {
  const made = demoCertificate('northwind.pem', SERIAL, FROM, TO)
  for (const file of [Buffer.from(made.der, 'base64'), pemOf(made)]) {
    const { fingerprint256, validFrom, serialNumber, ca } = new X509Certificate(file)
    expect([fingerprint256, serialNumber.toLowerCase(), ca]).toEqual([made.fingerprint, `4c${SERIAL}`, false])
    expect(new Date(validFrom).toISOString()).toBe(made.validFrom)
  }
  expect(carriedCertificate(pemOf(made), { certificate: made, nextCertificate: null })).toBe(made.fingerprint)
})

test('the same input makes the same certificate, and any other another one, whenever the rehearsal is', () => {
  const instant = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString())
  const serial = fc.integer({ min: 0, max: 2 ** 53 - 1 }).map((number) => number.toString(16).padStart(14, '0'))
  const wanted = fc.tuple(serial, instant, instant)
  const make = ([number, from, to]: [string, string, string]) => demoCertificate('a.pem', number, from, to)
  const inSeconds = ([number, ...dates]: [string, string, string]) => [number, ...dates.map((at) => at.slice(0, 19))]
  fc.assert(
    fc.property(wanted, wanted, (one, other) => {
      expect(make(one)).toEqual(make([...one]))
      expect(make(one).fingerprint === make(other).fingerprint).toBe(
        String(inSeconds(one)) === String(inSeconds(other)),
      )
      const { validFrom, validTo, fingerprint } = make(one)
      expect(read(make(one).der)).toMatchObject({ validFrom, validTo, fingerprint })
    }),
    { seed: 6, numRuns: 200 },
  )
})
