import { Constructed, fromBER, ObjectIdentifier, type BaseBlock } from 'asn1js'

/** A value of ASN.1 in its distinguished encoding. */
export interface Der {
  /** The first byte of its encoding: class, form and, where it is below 31, number of its type. */
  tag: number
  bytes: Uint8Array
  contents: Uint8Array
  /** The values it consists of; none where it is primitive. */
  children: Der[]
}

export const INTEGER = 0x02
export const BIT_STRING = 0x03
export const OCTET_STRING = 0x04
export const SEQUENCE = 0x30
export const SET = 0x31
/** The tag of `[number]`, around a value that has its own tag. */
export const explicit = (number: number) => 0xa0 + number

/** The value that `bytes` are, or null where they are not exactly one. */
export function readDer(bytes: Uint8Array): Der | null {
  try {
    const { offset, result } = fromBER(bytes, { parseEmbedded: false })
    return offset === bytes.length ? derOf(result) : null
  } catch {
    // The library throws at some values that it cannot make sense of and says of others what is wrong with them.
    return null
  }
}

/** Null where a length is indefinite, or says another one than the parts have together: the library lets both pass. */
function derOf(block: BaseBlock): Der | null {
  const { idBlock, lenBlock, valueBeforeDecodeView: bytes } = block
  const header = idBlock.blockLength + lenBlock.blockLength
  if (lenBlock.isIndefiniteForm || bytes.length !== header + lenBlock.length) return null
  const children = block instanceof Constructed ? block.valueBlock.value.map(derOf) : []
  if (!children.every((child) => child !== null)) return null
  const contents = bytes.subarray(header)
  if (block instanceof Constructed && sum(children) !== contents.length) return null
  return { tag: bytes[0]!, bytes, contents, children }
}

const sum = (values: Der[]) => values.reduce((total, { bytes }) => total + bytes.length, 0)

/** An object identifier in dots, such as `2.5.4.3`. */
export function objectIdentifier({ bytes }: Der): string {
  const { result } = fromBER(bytes)
  if (!(result instanceof ObjectIdentifier) || bytes.length < 3) throw new TypeError('Not an object identifier')
  return result.getValue()
}
