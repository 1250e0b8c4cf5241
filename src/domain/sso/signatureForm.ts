import { invalid } from '../errors.ts'
import type { SsoSettings } from './settings.ts'
import { allElements, ASSERTION, childrenOf, elementsIn, isOf, isText, quoted, SIGNATURE } from './xml.ts'

export const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const TRANSFORMS = [`${SIGNATURE}enveloped-signature`, EXCLUSIVE]

const MORE = 'http://www.w3.org/2001/04/xmldsig-more#'
const ENCRYPTION = 'http://www.w3.org/2001/04/xmlenc#'
/** RSA only: with a secret that both sides share, whoever has the certificate could sign. */
export const SIGNATURE_METHODS: Record<SsoSettings['hashAlgorithm'], string[]> = {
  'SHA-1': [`${SIGNATURE}rsa-sha1`],
  'SHA-256': [`${MORE}rsa-sha256`, `${MORE}rsa-sha512`],
}
export const DIGEST_METHODS: typeof SIGNATURE_METHODS = {
  'SHA-1': [`${SIGNATURE}sha1`],
  'SHA-256': [`${ENCRYPTION}sha256`, `${ENCRYPTION}sha512`],
}

/** What `algorithm` has to be; the better ones are taken wherever the weak one is. */
export function requireAlgorithm(
  known: typeof SIGNATURE_METHODS,
  algorithm: string,
  hashAlgorithm: SsoSettings['hashAlgorithm'],
): void {
  if (known['SHA-256'].includes(algorithm)) return
  if (!known['SHA-1'].includes(algorithm))
    throw invalid(
      `It is signed by ${quoted(algorithm)}, which is not taken. Have the identity provider sign with RSA and SHA-256.`,
    )
  if (hashAlgorithm !== 'SHA-1')
    throw invalid(
      'It is signed with SHA-1, but the Secure Hash Algorithm chosen here is SHA-256. Have the identity provider sign with SHA-256; if it cannot, choose SHA-1 here.',
    )
}

/**
 * Refuses every signature that has not the form SAML core §5.4 gives it, so that nothing but the response or its
 * assertion can be what is signed, by arithmetic that has no surprises. Answers what is said to be signed.
 */
export function requireSignatureForm(
  response: Element,
  assertion: Element,
  hashAlgorithm: SsoSettings['hashAlgorithm'],
): { isResponseSigned: boolean; isAssertionSigned: boolean } {
  const elements = allElements(response)
  requireUniqueIds(elements)
  const signatures = elements.filter((element) => isOf(element, SIGNATURE, 'Signature'))
  if (signatures.length === 0)
    throw invalid(
      'It is not signed. Have the identity provider sign its responses or assertions, and encrypt none of them.',
    )
  for (const signature of signatures) {
    const signed = signature.parentNode
    if (signed !== response && signed !== assertion)
      throw invalid('There is a signature elsewhere than in the response or its assertion, as in a forgery.')
    requireOwnSignature(signature, signed as Element, hashAlgorithm)
  }
  const isSigned = (element: Element) => childrenOf(element, SIGNATURE, 'Signature').length > 0
  return { isResponseSigned: isSigned(response), isAssertionSigned: isSigned(assertion) }
}

/** Two elements with one ID, and it would depend on the reader which of them is meant. */
function requireUniqueIds(elements: Element[]): void {
  const seen = new Set<string>()
  for (const { attributes } of elements)
    for (const { localName, value } of Array.from(attributes)) {
      if (localName?.toLowerCase() !== 'id') continue
      if (seen.has(value)) throw invalid(`Two elements have the ID ${quoted(value)}, as in a forgery.`)
      seen.add(value)
    }
}

function requireOwnSignature(signature: Element, signed: Element, hashAlgorithm: SsoSettings['hashAlgorithm']): void {
  if (childrenOf(signed, SIGNATURE, 'Signature').length > 1) throw invalid('One element is signed twice.')
  const before = elementsIn(signed)[elementsIn(signed).indexOf(signature) - 1]
  if (before && !isOf(before, ASSERTION, 'Issuer'))
    throw invalid('A signature does not stand right after the issuer, where SAML has it.')
  // What is said of the key is not read: only the certificates of the settings count.
  const [info, value] = requireChildren(signature, ['SignedInfo', 'SignatureValue'], ['KeyInfo'])
  requireOnlyText(value!)
  const [method, signatureMethod, reference] = requireChildren(info!, [
    'CanonicalizationMethod',
    'SignatureMethod',
    'Reference',
  ])
  if (algorithmOf(method!) !== EXCLUSIVE)
    throw invalid(`A signature is written down by ${quoted(algorithmOf(method!))}.`)
  requireAlgorithm(SIGNATURE_METHODS, algorithmOf(signatureMethod!), hashAlgorithm)
  const id = signed.getAttribute('ID') ?? ''
  const uri = reference!.getAttribute('URI') ?? ''
  if (!/^[\p{L}_][\p{L}\p{M}\p{N}._-]*$/u.test(id) || uri !== `#${id}`)
    throw invalid(`A signature stands in the element ${quoted(id)} but is one of ${quoted(uri)}, as in a forgery.`)
  const [transforms, digestMethod, digestValue] = requireChildren(reference!, [
    'Transforms',
    'DigestMethod',
    'DigestValue',
  ])
  requireAlgorithm(DIGEST_METHODS, algorithmOf(digestMethod!), hashAlgorithm)
  requireOnlyText(digestValue!)
  const steps = requireChildren(transforms!, ['Transform', 'Transform']).map((step) => algorithmOf(step))
  if (steps.join(' ') !== TRANSFORMS.join(' '))
    throw invalid(
      `What is signed was made by ${quoted(steps.join(', '), 200)}. SAML allows other steps in no signature.`,
    )
}

const algorithmOf = (element: Element): string => element.getAttribute('Algorithm') ?? ''

/** The elements in `parent` if they are just these, in this order. */
function requireChildren(parent: Element, required: string[], optional: string[] = []): Element[] {
  const children = elementsIn(parent)
  const names = [...required, ...optional]
  const fits = children.every((child, index) => isOf(child, SIGNATURE, names[index] ?? ''))
  if (!fits || children.length < required.length)
    throw invalid(`The ${parent.localName} of a signature does not consist of ${required.join(', ')} alone.`)
  return children
}

/** A comment in the middle, and it would depend on the reader where the value ends. */
function requireOnlyText(element: Element): void {
  if (Array.from(element.childNodes).some((node) => !isText(node)))
    throw invalid(`There is something else than text in the ${element.localName} of a signature.`)
}
