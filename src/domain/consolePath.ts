import * as z from 'zod/mini'

/** Bytes. As part of a header each may take three. */
const LONGEST = 2048

/** Where to go on after signing in: a path of this console, and none that leads elsewhere. Browsers read `\` as `/`. */
export const ConsolePath = z.string().check(
  z.regex(/^\/(?![/\\])[^\s\\\p{Cc}\p{Cs}]*$/u),
  z.refine((path) => new TextEncoder().encode(path).length <= LONGEST),
)
