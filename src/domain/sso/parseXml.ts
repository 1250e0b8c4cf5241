import { DOMParser, MIME_TYPE, onWarningStopParsing, XMLSerializer, type Node as XmlNode } from '@xmldom/xmldom'

/** Far more than any metadata has; for each element with a prefix of its own the parser copies all that there are. */
const MAX_PREFIXES = 100

/**
 * The document that `text` is; throws where it is no XML, though it lets some pass that is not well-formed. It is the same parser everywhere: a browser's own
 * is forbidden strings by Trusted Types, and tries to style and script what it makes of XHTML and of mistakes.
 */
export function parseXml(text: string): Document {
  if (new Set(text.match(/\bxmlns:[^\s=]+/g)).size > MAX_PREFIXES) throw new RangeError('Too many prefixes')
  const parser = new DOMParser({ onError: onWarningStopParsing, locator: false })
  // What reads it uses only what a browser's documents have too.
  return parser.parseFromString(text, MIME_TYPE.XML_APPLICATION) as unknown as Document
}

/** An element that {@link parseXml} has read, as a text of its own with all prefixes it needs. */
export const writeXml = (element: Element): string =>
  new XMLSerializer().serializeToString(element as unknown as XmlNode)
