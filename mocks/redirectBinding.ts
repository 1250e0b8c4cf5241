import { toBase64 } from '#src/domain/base64.ts'
import {
  MAX_MESSAGE_BYTES,
  notUnpacked,
  queryToSign,
  readQuery,
  signedByOther,
  withSignedQuery,
  type SignedMessage,
} from '#src/domain/sso/signedQuery.ts'
import type { SsoSettings } from '#src/domain/sso/settings.ts'
import { isSignedBy, sign } from './rsa.ts'

/** The address that carries a message to `url`, signed in its query. */
export async function signedAddress(
  url: string,
  { kind, xml, relayState }: SignedMessage,
  { privateKey, hashAlgorithm }: { privateKey: string; hashAlgorithm: SsoSettings['hashAlgorithm'] },
): Promise<string> {
  const packed = new Blob([xml]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer())
  const signed = queryToSign({ kind, packed: toBase64(bytes), relayState }, hashAlgorithm)
  return withSignedQuery(url, signed, await sign(signed, privateKey, hashAlgorithm))
}

/** The message in a query, given as it was sent, whose signature by one of the certificates holds. */
export async function readSignedQuery(
  query: string,
  provider: Pick<SsoSettings, 'certificates' | 'hashAlgorithm'>,
): Promise<SignedMessage> {
  const { kind, packed, relayState, signed, signature, algorithm } = readQuery(query, provider)
  const known = await Promise.all(provider.certificates.map((each) => isSignedBy(each, algorithm, signed, signature)))
  if (!known.includes(true)) throw signedByOther()
  return { kind, xml: await unpacked(packed), relayState }
}

async function unpacked(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const text = new TextDecoder('utf-8', { fatal: true })
  let [xml, length] = ['', 0]
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
    for (const reader = stream.getReader(); ;) {
      const { done, value } = await reader.read()
      if (done) return xml + text.decode()
      length += value.length
      if (length > MAX_MESSAGE_BYTES) throw notUnpacked()
      xml += text.decode(value, { stream: true })
    }
  } catch {
    throw notUnpacked()
  }
}
