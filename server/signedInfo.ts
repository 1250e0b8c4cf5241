import type { Certificate } from '#src/domain/certificate.ts'
import { canonicalXml } from '#src/domain/sso/canonicalXml.ts'
import { childrenOf, SIGNATURE, textOf } from '#src/domain/sso/xml.ts'
import { isSignedBy } from './redirectBinding.ts'

/**
 * Those of the certificates whose key has signed what `signature` says of what it covers. Whether it covers that is
 * left to node-saml, which takes seconds for what an attacker can send; but first somebody must have signed something.
 */
export function signersOf(signature: Element, certificates: readonly Certificate[]): Certificate[] {
  const [info] = childrenOf(signature, SIGNATURE, 'SignedInfo')
  const [value] = childrenOf(signature, SIGNATURE, 'SignatureValue').map(textOf)
  const [method] = info ? childrenOf(info, SIGNATURE, 'SignatureMethod') : []
  if (!info || !value || !method) return []
  const text = canonicalXml(info)
  const bytes = Buffer.from(value, 'base64')
  return certificates.filter((each) => isSignedBy(each, method.getAttribute('Algorithm') ?? '', text, bytes))
}
