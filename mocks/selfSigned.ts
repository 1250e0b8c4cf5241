import {
  BitString,
  Constructed,
  fromBER,
  GeneralizedTime,
  Integer,
  Null,
  ObjectIdentifier,
  OctetString,
  Sequence,
  Set as SetOf,
  Utf8String,
  type BaseBlock,
} from 'asn1js'
import type { Instant } from '#src/domain/instant.ts'
import { RSA } from './rsa.ts'

interface Content {
  commonName: string
  from: Instant
  to: Instant
  /** 15 bytes. */
  serial: Uint8Array<ArrayBuffer>
}

/** The DER of a certificate that `keys` give themselves, for signing (RFC 5280 §4.1). */
export async function selfSigned(keys: CryptoKeyPair, { commonName, from, to, serial }: Content): Promise<Uint8Array> {
  const name = sequence(
    new SetOf({ value: [sequence(identifier(COMMON_NAME), new Utf8String({ value: commonName }))] }),
  )
  const algorithm = sequence(identifier(SHA256_WITH_RSA), new Null())
  const digitalSignature = new BitString({ valueHex: Uint8Array.of(0x80).buffer, unusedBits: 7 })
  const usage = sequence(identifier(KEY_USAGE), new OctetString({ valueHex: digitalSignature.toBER() }))
  const signed = sequence(
    tagged(0, new Integer({ value: VERSION_3 })),
    // Neither negative nor with a needless zero in front.
    new Integer({ valueHex: Uint8Array.of(0x4c, ...serial).buffer }),
    algorithm,
    name,
    sequence(timeOf(from), timeOf(to)),
    name,
    fromBER(await crypto.subtle.exportKey('spki', keys.publicKey)).result,
    tagged(3, sequence(usage)),
  )
  const signature = await crypto.subtle.sign(RSA.name, keys.privateKey, signed.toBER())
  return new Uint8Array(sequence(signed, algorithm, new BitString({ valueHex: signature })).toBER())
}

const COMMON_NAME = '2.5.4.3'
const KEY_USAGE = '2.5.29.15'
const SHA256_WITH_RSA = '1.2.840.113549.1.1.11'
const VERSION_3 = 2

const sequence = (...value: BaseBlock[]) => new Sequence({ value })
const identifier = (value: string) => new ObjectIdentifier({ value })
const tagged = (tagNumber: number, value: BaseBlock) =>
  new Constructed({ idBlock: { tagClass: 3, tagNumber }, value: [value] })
/** In whole seconds: a fraction has no place in certificates. */
const timeOf = (at: Instant) => new GeneralizedTime({ valueDate: new Date(`${at.slice(0, 19)}Z`) })
