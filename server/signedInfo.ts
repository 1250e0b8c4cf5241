import type { Certificate } from '#src/domain/certificate.ts'
import { childrenOf, isElement, isText, SIGNATURE, textOf } from '#src/domain/sso/xml.ts'
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
  const text = canonical(info, new Map())
  const bytes = Buffer.from(value, 'base64')
  return certificates.filter((each) => isSignedBy(each, method.getAttribute('Algorithm') ?? '', text, bytes))
}

const XMLNS = 'http://www.w3.org/2000/xmlns/'

/** Exclusive XML Canonicalization 1.0 without comments, of elements that take part in nothing but a signature. */
function canonical(element: Element, rendered: ReadonlyMap<string, string>): string {
  const attributes = Array.from(element.attributes).filter(({ namespaceURI }) => namespaceURI !== XMLNS)
  const used = new Map([element, ...attributes.filter(({ prefix }) => prefix)].map(prefixOf))
  const inForce = new Map(rendered)
  const names = [...used]
    .filter(([prefix, uri]) => (rendered.get(prefix) ?? '') !== uri)
    .toSorted(([one], [other]) => compare(one, other))
    .map(([prefix, uri]) => {
      inForce.set(prefix, uri)
      return ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${inQuotes(uri)}"`
    })
  const sorted = attributes
    .toSorted((one, other) => compare(order(one), order(other)))
    .map(({ name, value }) => ` ${name}="${inQuotes(value)}"`)
  const content = Array.from(element.childNodes, (child) => {
    if (isElement(child)) return canonical(child, inForce)
    return isText(child) ? betweenTags(child.nodeValue ?? '') : ''
  })
  return `<${element.tagName}${names.join('')}${sorted.join('')}>${content.join('')}</${element.tagName}>`
}

const prefixOf = ({ prefix, namespaceURI }: Element | Attr): [string, string] => [prefix ?? '', namespaceURI ?? '']
const order = ({ namespaceURI, localName }: Attr) => `${namespaceURI ?? ''} ${localName}`
const compare = (one: string, other: string) => (one < other ? -1 : Number(one > other))

const reference = (character: string) => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`
const inQuotes = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[\t\n\r]/g, reference)
const betweenTags = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', reference)
