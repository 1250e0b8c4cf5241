import { inflateRawSync } from 'node:zlib'
import { decoded, parametersOf } from '#src/domain/sso/signedQuery.ts'

/** Of a message that was unpacked. Bytes. */
const MAX_UNPACKED = 128 * 1024

/** A message as it came, in the parts that the library asks for. */
export interface Incoming {
  binding: 'redirect' | 'post'
  request: { query?: Record<string, string>; body?: Record<string, string>; octetString?: string }
  relayState: string | null
}

/** A message in the query of an address. Its signature covers the values as they were written there. */
export function byRedirect(url: string): Incoming {
  const sent = parametersOf(new URL(url).search)
  const query = Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, decoded(value)]))
  const signed = (['SAMLRequest', 'RelayState', 'SigAlg'] as const).flatMap((name) =>
    sent[name] === undefined ? [] : `${name}=${sent[name]}`,
  )
  return {
    binding: 'redirect',
    request: { query, octetString: signed.join('&') },
    relayState: query['RelayState'] ?? null,
  }
}

/** A message in the fields of a form. */
export function byPost(text: string): Incoming {
  const body = Object.fromEntries(new URLSearchParams(text))
  return { binding: 'post', request: { body }, relayState: body['RelayState'] ?? null }
}

/** Refuses a message that unpacks to more than any message needs: the library would unpack all of it. */
export function limitUnpacked({ request: { query } }: Incoming): void {
  const packed = query?.['SAMLRequest']
  if (packed !== undefined) inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: MAX_UNPACKED })
}
