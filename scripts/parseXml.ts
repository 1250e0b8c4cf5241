import { DOMParser, MIME_TYPE, onWarningStopParsing } from '@xmldom/xmldom'

/** The document that `text` is; throws where it is not well-formed, as the parser of a browser would not have it. */
export function parseXml(text: string): Document {
  const parser = new DOMParser({ onError: onWarningStopParsing, locator: false })
  // Readers of documents use only what a browser's have too.
  return parser.parseFromString(text, MIME_TYPE.XML_APPLICATION) as unknown as Document
}
