import * as z from 'zod/mini'

/** Where to go on after signing in: a path of this console, and none that leads elsewhere. Browsers read `\` as `/`. */
export const ConsolePath = z.string().check(z.regex(/^\/(?![/\\])[^\s\\\p{Cc}\p{Cs}]*$/u), z.maxLength(2048))
