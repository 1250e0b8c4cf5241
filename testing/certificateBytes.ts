import { Constructed, fromBER, ObjectIdentifier, Primitive, Sequence, type BaseBlock } from 'asn1js'

/** An attribute of a name: its type in dots, the number of the type of text it is written in, and its bytes or text. */
export type Attribute = readonly [type: string, kind: number, value: Uint8Array | string]

export const CN = '2.5.4.3'
export const O = '2.5.4.10'
export const OU = '2.5.4.11'

export const UTF8 = 12
export const PRINTABLE = 19
export const T61 = 20
export const IA5 = 22
export const UNIVERSAL = 28
export const BMP = 30
export const UTC_TIME = 23
export const GENERALIZED_TIME = 24

/** What a certificate for a test says; what is left out is unremarkable. */
export interface Contents {
  /** Relative names, each of one or several attributes. */
  subject?: Attribute[][]
  issuer?: Attribute[][]
  /** The bytes of the integer. */
  serialNumber?: Uint8Array
  validFrom?: readonly [kind: number, text: string]
  validTo?: readonly [kind: number, text: string]
  /** A SubjectPublicKeyInfo. */
  key?: Uint8Array
  signatureAlgorithm?: BaseBlock
  /** By type: the value that an OCTET STRING wraps. */
  extensions?: Record<string, Uint8Array>
}

const NAME: Attribute[][] = [[[CN, UTF8, 'Northwind']]]

/**
 * A certificate that says exactly this, put together byte for byte: no tool makes those that hold what they must not.
 * Its signature is none, as no reader verifies it.
 */
export function certificateOf({
  subject = NAME,
  issuer = NAME,
  serialNumber = Uint8Array.of(1),
  validFrom = [UTC_TIME, '260101000000Z'],
  validTo = [UTC_TIME, '360101000000Z'],
  key = ED25519_KEY,
  signatureAlgorithm = sequence(oid('1.2.840.113549.1.1.11')),
  extensions,
}: Contents): Uint8Array<ArrayBuffer> {
  const list = Object.entries(extensions ?? {}).map(([type, value]) => sequence(oid(type), primitive(4, value)))
  const tbs = sequence(
    wrapped(0, primitive(2, Uint8Array.of(2))),
    primitive(2, serialNumber),
    signatureAlgorithm,
    name(issuer),
    sequence(primitive(...validFrom), primitive(...validTo)),
    name(subject),
    fromBER(key).result,
    ...(extensions ? [wrapped(3, sequence(...list))] : []),
  )
  return bytesOf(sequence(tbs, signatureAlgorithm, primitive(3, new Uint8Array(65))))
}

const name = (relatives: Attribute[][]) =>
  sequence(
    ...relatives.map((attributes) =>
      constructed(
        17,
        attributes.map(([type, kind, value]) => sequence(oid(type), primitive(kind, value))),
      ),
    ),
  )

export const sequence = (...value: BaseBlock[]) => new Sequence({ value })
export const oid = (value: string) => new ObjectIdentifier({ value })
export const bytesOf = (block: BaseBlock) => new Uint8Array(block.toBER())
export const wrapped = (tagNumber: number, value: BaseBlock) =>
  new Constructed({ idBlock: { tagClass: 3, tagNumber }, value: [value] })
const constructed = (tagNumber: number, value: BaseBlock[]) =>
  new Constructed({ idBlock: { tagClass: 1, tagNumber }, value })

/** A value of the universal type `tagNumber` with just these bytes, fitting or not. */
export function primitive(tagNumber: number, value: Uint8Array | string): BaseBlock {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value
  return new Primitive({ idBlock: { tagClass: 1, tagNumber }, isHexOnly: true, valueHex: bytes })
}

const ED25519_KEY = bytesOf(sequence(sequence(oid('1.3.101.112')), primitive(3, new Uint8Array(33))))
