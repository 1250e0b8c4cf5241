import 'reflect-metadata'
import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, X509CertificateGenerator } from '@peculiar/x509'
import type { Certificate } from '#src/domain/certificate.ts'
import type { Instant } from '#src/domain/instant.ts'
import type { MakeCertificate } from '#src/rehearsal/demoSso.ts'

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
const NAME = 'CN=Northwind Identity, OU=IT Security, O=Northwind Studio'

/** What the stand-in for the identity provider signs with. */
export interface SigningKey {
  /** PKCS#8 in PEM. */
  pem: string
  /** A certificate that the key has given itself. */
  certificate(...what: Parameters<MakeCertificate>): Promise<Certificate>
}

/**
 * The key in `file`, which is made, readable to its owner only, where there is none. Scenarios come and go, at any
 * time between 2000 and 2100: the key stays, and has a certificate for each of them.
 */
export async function openSigningKey(file: string): Promise<SigningKey> {
  const pem = readKey(file)
  const privateKey = createPrivateKey(pem)
  // Node's type of them leaves out what the global one has, and they are the same.
  const keys = {
    privateKey: privateKey.toCryptoKey(ALGORITHM, true, ['sign']) as CryptoKey,
    publicKey: createPublicKey(privateKey).toCryptoKey(ALGORITHM, true, ['verify']) as CryptoKey,
  }
  return {
    pem,
    async certificate(name, serial, from, to) {
      const made = await X509CertificateGenerator.createSelfSigned({
        keys,
        name: NAME,
        // Begins like those that are made up, and so is never negative.
        serialNumber: `4c${serial}`,
        notBefore: inSeconds(from),
        notAfter: inSeconds(to),
        signingAlgorithm: ALGORITHM,
        extensions: [
          new BasicConstraintsExtension(false),
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        ],
      })
      const { raw, fingerprint256, validFromDate, validToDate } = new X509Certificate(Buffer.from(made.rawData))
      return {
        name,
        der: raw.toString('base64'),
        fingerprint: fingerprint256,
        validFrom: validFromDate.toISOString(),
        validTo: validToDate.toISOString(),
      }
    },
  }
}

function readKey(file: string): string {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { privateKey: string }).privateKey
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify({ privateKey }), { mode: 0o600, flag: 'wx' })
  return privateKey
}

const inSeconds = (at: Instant): Date => new Date(Math.floor(Date.parse(at) / 1000) * 1000)
