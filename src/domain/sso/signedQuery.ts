import { bytesOf } from '../base64.ts'
import { invalid } from '../errors.ts'
import { requireAlgorithm, SIGNATURE_METHODS } from './signatureForm.ts'
import type { SsoSettings } from './settings.ts'
import { withoutWhiteSpace } from './whiteSpace.ts'

/** As the parameter that carries it is called: something is asked, or answered. */
export type MessageKind = 'SAMLRequest' | 'SAMLResponse'

/** A message that travels in the query of an address, signed there (SAML bindings §3.4.4.1). */
export interface SignedMessage {
  kind: MessageKind
  xml: string
  relayState: string | null
}

/** Also the apostrophe, which whoever parses the address would write so afterwards, and another text would be signed. */
const encoded = (text: string) => encodeURIComponent(text).replaceAll("'", '%27')

/** The part of a query that is signed. `packed` is the message, compressed and in base64. */
export function queryToSign(
  { kind, packed, relayState }: { kind: MessageKind; packed: string; relayState: string | null },
  hashAlgorithm: SsoSettings['hashAlgorithm'],
): string {
  const parameters = [`${kind}=${encoded(packed)}`]
  if (relayState) parameters.push(`RelayState=${encoded(relayState)}`)
  parameters.push(`SigAlg=${encoded(SIGNATURE_METHODS[hashAlgorithm][0]!)}`)
  return parameters.join('&')
}

/** `url` with the signed part of a query and its signature, which is in base64. */
export function withSignedQuery(url: string, signed: string, signature: string): string {
  const address = new URL(url)
  address.search = [address.search.slice(1), signed, `Signature=${encoded(signature)}`].filter(Boolean).join('&')
  return address.href
}

/** Bytes of the largest message, which may be far smaller as it travels. */
export const MAX_MESSAGE_BYTES = 100_000
const PARAMETERS = ['SAMLRequest', 'SAMLResponse', 'RelayState', 'SigAlg', 'Signature'] as const

/** A message in a query, whose signature nobody has looked at yet. */
interface SignedQuery {
  kind: MessageKind
  /** The message, compressed. */
  packed: Uint8Array<ArrayBuffer>
  relayState: string | null
  /** What `signature` is one of, by the method that `algorithm` names. */
  signed: string
  signature: Uint8Array<ArrayBuffer>
  algorithm: string
}

/**
 * The message in a query, given as it was sent, and its signature. It is one of the very characters: who decodes and
 * encodes them again may arrive at others.
 */
export function readQuery(query: string, { hashAlgorithm }: Pick<SsoSettings, 'hashAlgorithm'>): SignedQuery {
  const sent = parametersOf(query)
  const { SigAlg, Signature, RelayState } = sent
  const [kind, other] = (['SAMLRequest', 'SAMLResponse'] as const).filter((name) => sent[name] !== undefined)
  if (!kind || other) throw invalid('There is no message of SAML here, or more than one.')
  if (SigAlg === undefined || Signature === undefined)
    throw invalid('The message is not signed. Have the identity provider sign its logout messages.')
  const algorithm = decoded(SigAlg)
  requireAlgorithm(SIGNATURE_METHODS, algorithm, hashAlgorithm)
  const signed = [
    `${kind}=${sent[kind]}`,
    ...(RelayState === undefined ? [] : [`RelayState=${RelayState}`]),
    `SigAlg=${SigAlg}`,
  ].join('&')
  return {
    kind,
    packed: base64Of(decoded(sent[kind]!)),
    relayState: RelayState === undefined ? null : decoded(RelayState),
    signed,
    signature: base64Of(decoded(Signature)),
    algorithm,
  }
}

export const signedByOther = () =>
  invalid('The signature of the message does not hold with any certificate of the identity provider saved here.')

export const notUnpacked = () => invalid('The message is not compressed text, or it is too long.')

/**
 * What the query of a message says under each name that SAML knows, as it was sent. A name that is there twice is
 * refused: who verifies and who reads could take another one of them each.
 */
export function parametersOf(query: string): Partial<Record<(typeof PARAMETERS)[number], string>> {
  const found: ReturnType<typeof parametersOf> = {}
  for (const pair of query.replace(/^\?/, '').split('&')) {
    const end = pair.indexOf('=')
    const name = PARAMETERS.find((each) => each === pair.slice(0, Math.max(end, 0)))
    if (!name) continue
    if (found[name] !== undefined) throw invalid(`There are two of ${name}.`)
    found[name] = pair.slice(end + 1)
  }
  return found
}

/** `text` of a query as it was before it was encoded. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw invalid('The address is damaged.')
  }
}

function base64Of(text: string): Uint8Array<ArrayBuffer> {
  const base64 = withoutWhiteSpace(text)
  const bytes = /^[A-Za-z\d+/]+={0,2}$/.test(base64) ? bytesOf(base64) : null
  if (!bytes) throw invalid('The message or its signature is not base64.')
  return bytes
}
