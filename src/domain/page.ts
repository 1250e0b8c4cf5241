import * as z from 'zod/mini'

/** The number of a page of a list, as an address has it. */
export const PageNumber = z.pipe(
  z.string().check(z.regex(/^[1-9]\d{0,5}$/, 'Ask for a page by its number, from 1 on')),
  z.transform((text) => Number(text)),
)
