import { isElement, isText } from './xml.ts'

const XMLNS = 'http://www.w3.org/2000/xmlns/'

/** `element` by Exclusive XML Canonicalization 1.0 without comments, as signatures cover it; `omitted` is left out. */
export const canonicalXml = (element: Element, omitted: Element | null = null): string =>
  canonical(element, omitted, new Map())

function canonical(element: Element, omitted: Element | null, rendered: ReadonlyMap<string, string>): string {
  const attributes = Array.from(element.attributes).filter(({ namespaceURI }) => namespaceURI !== XMLNS)
  const used = new Map([element, ...attributes.filter(({ prefix }) => prefix && prefix !== 'xml')].map(prefixOf))
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
    if (child === omitted) return ''
    if (isElement(child)) return canonical(child, omitted, inForce)
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
