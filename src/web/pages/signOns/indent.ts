/** Deeper than any response is; what is deeper still stays in this column. */
const MAX_DEPTH = 24

/** The lines of `xml` with each element on one of its own, to be read and nothing else. */
export function indent(xml: string): string[] {
  let depth = 0
  return xml.split(/(?<=>)\s*(?=<)/).flatMap((element) => {
    if (element.startsWith('</')) depth--
    const margin = '  '.repeat(Math.min(Math.max(depth, 0), MAX_DEPTH))
    if (isLeftOpen(element)) depth++
    return (margin + element).split(/\r?\n/)
  })
}

const isLeftOpen = (element: string): boolean =>
  /^<[^/?!]/.test(element) && !element.endsWith('/>') && !/<\/[^<]*$/.test(element)
