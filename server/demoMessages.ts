import { inflateRawSync } from 'node:zlib'

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
  const { search, searchParams } = new URL(url)
  const written = search.slice(1).split('&')
  const signed = ['SAMLRequest', 'RelayState', 'SigAlg'].flatMap(
    (name) => written.find((pair) => pair.startsWith(`${name}=`)) ?? [],
  )
  return {
    binding: 'redirect',
    request: { query: Object.fromEntries(searchParams), octetString: signed.join('&') },
    relayState: searchParams.get('RelayState'),
  }
}

/** A message in the fields of a form. */
export function byPost(text: string): Incoming {
  const fields = new URLSearchParams(text)
  return { binding: 'post', request: { body: Object.fromEntries(fields) }, relayState: fields.get('RelayState') }
}

/** Refuses a message that unpacks to more than any message needs: the library would unpack all of it. */
export function limitUnpacked({ request: { query } }: Incoming): void {
  const packed = query?.['SAMLRequest']
  if (packed !== undefined) inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: MAX_UNPACKED })
}
