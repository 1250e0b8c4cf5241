import { bytesOf, toBase64 } from '#src/domain/base64.ts'
import type { Certificate } from '#src/domain/certificate.ts'
import { explicit, readDer } from '#src/domain/der.ts'
import type { SsoSettings } from '#src/domain/sso/settings.ts'

export const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
}

const text = new TextEncoder()

/** The signature of `signed` in base64, by a private key that is PKCS#8 in PEM. */
export async function sign(signed: string, privateKey: string, hash: SsoSettings['hashAlgorithm']): Promise<string> {
  const pkcs8 = bytesOf(privateKey.replaceAll(/-----[^-]+-----|\s/g, ''))
  if (!pkcs8) throw new TypeError('Not a private key')
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, { ...RSA, hash }, false, ['sign'])
  return toBase64(new Uint8Array(await crypto.subtle.sign(RSA.name, key, text.encode(signed))))
}

/** Whether the key of `certificate` has made `signature` of `signed`, by the method whose URI is `algorithm`. */
export async function isSignedBy(
  certificate: Certificate,
  algorithm: string,
  signed: string,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const hash = hashOf(algorithm)
  try {
    const key = await crypto.subtle.importKey('spki', publicKeyOf(certificate), { ...RSA, hash }, false, ['verify'])
    return await crypto.subtle.verify(RSA.name, key, signature, text.encode(signed))
  } catch {
    // A key that is no RSA has signed nothing.
    return false
  }
}

/** The digest of `value` in base64, by the method whose URI is `algorithm`. */
export const digestOf = async (value: string, algorithm: string): Promise<string> =>
  toBase64(new Uint8Array(await crypto.subtle.digest(hashOf(algorithm), text.encode(value))))

/** `SHA-256` of `…#rsa-sha256` and `…#sha256`. */
const hashOf = (algorithm: string): string => algorithm.replace(/.*#(?:rsa-)?sha/, 'SHA-')

/** RFC 5280 §4.1: the seventh field, or the sixth where the version is left out. */
function publicKeyOf({ der }: Certificate): Uint8Array<ArrayBuffer> {
  const fields = [...(readDer(bytesOf(der) ?? new Uint8Array())?.children[0]?.children ?? [])]
  if (fields[0]?.tag === explicit(0)) fields.shift()
  return Uint8Array.from(fields[5]?.bytes ?? [])
}

/** PKCS#8 as files have it. */
export const privateKeyPem = (base64: string): string =>
  `-----BEGIN PRIVATE KEY-----\n${base64.replaceAll(/.{1,64}/g, '$&\n')}-----END PRIVATE KEY-----\n`
