import 'reflect-metadata'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'

interface Wanted {
  /** Distinguished name of subject and issuer. */
  name?: string
  /** Instants. */
  from?: string
  to?: string
  serialNumber?: string
  isAuthority?: boolean
  usage?: 'client' | 'server'
}

/** The base64 of a certificate's DER, and the same as PEM. */
export interface TestCertificate {
  der: string
  pem: string
}

/** A self-signed client certificate for tests: real, new, and of no use anywhere else. */
export async function newCertificate({
  name = 'CN=client.northwind.example, O=Northwind Studio, OU=Integrations',
  from = '2025-01-01T00:00:00.000Z',
  to = '2045-01-01T00:00:00.000Z',
  serialNumber = '01A2B3C4',
  isAuthority = false,
  usage = 'client',
}: Wanted = {}): Promise<TestCertificate> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const certificate = await X509CertificateGenerator.createSelfSigned({
    keys: await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']),
    signingAlgorithm: algorithm,
    name,
    serialNumber,
    notBefore: new Date(from),
    notAfter: new Date(to),
    extensions: [
      new BasicConstraintsExtension(isAuthority),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage[`${usage}Auth`]]),
    ],
  })
  return { der: certificate.toString('base64'), pem: certificate.toString('pem') }
}
