import { bytesOf } from '#src/domain/base64.ts'
import type { Certificate } from '#src/domain/certificate.ts'
import { canonicalXml } from '#src/domain/sso/canonicalXml.ts'
import { parseXml } from '#src/domain/sso/parseXml.ts'
import { DIGEST_METHODS, EXCLUSIVE, SIGNATURE_METHODS, TRANSFORMS } from '#src/domain/sso/signatureForm.ts'
import type { SsoSettings } from '#src/domain/sso/settings.ts'
import { allElements, childrenOf, SIGNATURE, textOf } from '#src/domain/sso/xml.ts'
import { digestOf, isSignedBy, sign } from './rsa.ts'

const ISSUER_END = '</saml:Issuer>'

/** Signs the element in `xml` that has this ID. The signature goes right after its issuer. */
export async function signElement(
  xml: string,
  id: string,
  { privateKey, hashAlgorithm }: { privateKey: string; hashAlgorithm: SsoSettings['hashAlgorithm'] },
): Promise<string> {
  const element = allElements(parseXml(xml).documentElement).find((each) => each.getAttribute('ID') === id)
  if (!element) throw new Error(`There is no ${id} to be signed`)
  const [digestMethod] = DIGEST_METHODS[hashAlgorithm]
  const digest = await digestOf(canonicalXml(element), digestMethod!)
  const unsigned = signatureXml(id, hashAlgorithm, digest, '')
  const [info] = childrenOf(parseXml(unsigned).documentElement, SIGNATURE, 'SignedInfo')
  const signature = signatureXml(id, hashAlgorithm, digest, await sign(canonicalXml(info!), privateKey, hashAlgorithm))
  const place = xml.indexOf(ISSUER_END, xml.indexOf(` ID="${id}"`)) + ISSUER_END.length
  return xml.slice(0, place) + signature + xml.slice(place)
}

const signatureXml = (
  id: string,
  hashAlgorithm: SsoSettings['hashAlgorithm'],
  digest: string,
  value: string,
): string => `<ds:Signature xmlns:ds="${SIGNATURE}"><ds:SignedInfo>\
<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE}"/>\
<ds:SignatureMethod Algorithm="${SIGNATURE_METHODS[hashAlgorithm][0]}"/>\
<ds:Reference URI="#${id}"><ds:Transforms>\
${TRANSFORMS.map((transform) => `<ds:Transform Algorithm="${transform}"/>`).join('')}\
</ds:Transforms><ds:DigestMethod Algorithm="${DIGEST_METHODS[hashAlgorithm][0]}"/>\
<ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>\
<ds:SignatureValue>${value}</ds:SignatureValue></ds:Signature>`

/**
 * The canonical text of `element` that the signature in it covers, or null if no signature by one of these certificates
 * is right. Ask `requireSignatureForm` first: it refuses signatures in a form that SAML does not allow.
 */
export async function signedText(element: Element, certificates: readonly Certificate[]): Promise<string | null> {
  const [signature] = childrenOf(element, SIGNATURE, 'Signature')
  const [info] = signature ? childrenOf(signature, SIGNATURE, 'SignedInfo') : []
  const [reference] = info ? childrenOf(info, SIGNATURE, 'Reference') : []
  if (!signature || !info || !reference) return null
  const text = canonicalXml(element, signature)
  const digest = await digestOf(text, algorithmIn(reference, 'DigestMethod'))
  if (digest !== valueIn(reference, 'DigestValue')) return null
  const value = bytesOf(valueIn(signature, 'SignatureValue')) ?? new Uint8Array()
  const [signed, algorithm] = [canonicalXml(info), algorithmIn(info, 'SignatureMethod')]
  const known = await Promise.all(certificates.map((each) => isSignedBy(each, algorithm, signed, value)))
  return known.includes(true) ? text : null
}

const algorithmIn = (parent: Element, name: string): string =>
  childrenOf(parent, SIGNATURE, name)[0]?.getAttribute('Algorithm') ?? ''

const valueIn = (parent: Element, name: string): string => {
  const [element] = childrenOf(parent, SIGNATURE, name)
  return ((element && textOf(element)) ?? '').replaceAll(/\s/g, '')
}
