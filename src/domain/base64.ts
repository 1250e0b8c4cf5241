/** Bytes as base64 on one line, which is how a certificate's DER is kept. */
export const toBase64 = (bytes: Uint8Array): string => btoa(latin1(bytes))

/** The reverse of {@link toBase64}; null where the text is none. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

/** One character a byte. */
export const latin1 = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
