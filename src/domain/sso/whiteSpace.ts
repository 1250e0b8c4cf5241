/*
 * White space as XML has it: space, tab, carriage return, and line feed. Any other blank, such as a no-break space, is
 * part of a value: without it, the name of one user could become the name of another.
 */

/** `text` without the white space around it. */
export const trimmed = (text: string): string => /^[ \t\r\n]*(.*[^ \t\r\n])?/s.exec(text)?.[1] ?? ''

/** `text` without any white space, as base64 is read. */
export const withoutWhiteSpace = (text: string): string => text.replaceAll(/[ \t\r\n]+/g, '')
