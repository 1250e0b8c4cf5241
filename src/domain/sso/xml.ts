import { visible } from '../certificateDetails.ts'
import { trimmed } from './whiteSpace.ts'

/** Where the elements and attributes of signatures are defined (XML Signature). */
export const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#'
/** Requests and responses of SAML 2.0; also what metadata calls the version. */
export const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol'
export const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion'

/** Text of a file or message within a sentence: it neither hides, nor turns the sentence around, nor fills the screen. */
export function quoted(text: string, most = 100): string {
  const start = text.slice(0, most)
  return `“${visible(start)}${start === text ? '' : '…'}”`
}

/** Text as XML has it, in an element as in an attribute; HTML reads it alike. */
export const escapeXml = (text: string): string =>
  text.replaceAll(/[&<>"'\r\n\t]/g, (char) => `&#${char.charCodeAt(0)};`)

/** By these a text can make its parser read more than the text itself. Asked before any parser sees it. */
export const declaresEntities = (xml: string): boolean => /<!(DOCTYPE|ENTITY)/i.test(xml)

export const isElement = (node: Node): node is Element => node.nodeType === 1

export const isOf = (element: Element, namespace: string, name: string): boolean =>
  element.namespaceURI === namespace && element.localName === name

export const elementsIn = (parent: Element): Element[] => Array.from(parent.childNodes).filter(isElement)

/** Only what stands directly in `parent`: what hides deeper, in extensions or foreign elements, means something else. */
export const childrenOf = (parent: Element, namespace: string, name: string): Element[] =>
  elementsIn(parent).filter((child) => isOf(child, namespace, name))

/** `root` and all elements in it, in document order; they may be nested too deep for calls. */
export function allElements(root: Element): Element[] {
  const found: Element[] = []
  const waiting = [root]
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    found.push(element)
    waiting.push(...elementsIn(element).toReversed())
  }
  return found
}

/** Text and CDATA. */
export const isText = ({ nodeType }: Node): boolean => nodeType === 3 || nodeType === 4

/** The whole text of an element, comments left out; null where there are elements in it. */
export function textOf(element: Element): string | null {
  const nodes = Array.from(element.childNodes)
  if (nodes.some(isElement)) return null
  return nodes
    .filter(isText)
    .map(({ nodeValue }) => nodeValue)
    .join('')
}

/** {@link textOf} without the white space around it: a name, or an address. */
export function valueOf(element: Element): string | null {
  const text = textOf(element)
  return text === null ? null : trimmed(text)
}

/** xs:dateTime. SAML core §1.3.3 has it in UTC, also where no zone is written. */
const DATE_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/

/** Milliseconds since 1970, whole seconds only; not a number where `written` is not a time. */
export function timeOf(written: string): number {
  const match = DATE_TIME.exec(trimmed(written))
  return match ? Date.parse(`${match[1]}${match[2] ?? 'Z'}`) : Number.NaN
}
