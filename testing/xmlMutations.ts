import { parseXml, writeXml } from '#src/domain/sso/parseXml.ts'
import { allElements } from '#src/domain/sso/xml.ts'

// Changes to a response that somebody might try, for tests.

/** Numbers from 0 up to 1, the same ones for each seed (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** `xml` with one or two changes somewhere, in its characters or its elements. */
export function mutated(xml: string, random: () => number): string {
  let text = xml
  for (let changes = 1 + Math.floor(random() * 2); changes > 0; changes -= 1)
    try {
      text = changed(text, random)
    } catch {
      // What can be changed so cannot be written, or the first change has left no XML to make the second in.
    }
  return text
}

function changed(xml: string, random: () => number): string {
  const below = (end: number) => Math.floor(random() * end)
  const one = <T>(list: readonly T[]): T => list[below(list.length)]!
  if (random() < 0.3) {
    const place = below(xml.length)
    const inserted = one(['', ' ', 'x', '<!---->', '<?p?>', '&#10;', '<![CDATA[]]>', String.fromCharCode(below(0x250))])
    return xml.slice(0, place) + inserted + xml.slice(place + below(3))
  }
  const document = parseXml(xml)
  const elements = allElements(document.documentElement)
  const [element, other] = [one(elements), one(elements)]
  const acts = [
    () => element.parentNode?.removeChild(element),
    () => element.parentNode?.insertBefore(element.cloneNode(true), element),
    () => other.appendChild(element.cloneNode(true)),
    () => other.insertBefore(element.cloneNode(true), other.firstChild),
    () => other.appendChild(element),
    () =>
      element.setAttribute(
        one(['ID', 'Id', 'InResponseTo', 'Recipient', 'NotOnOrAfter', 'URI', 'Algorithm']),
        one(['', '_assertion', '#_response', '2040-01-01T00:00:00Z']),
      ),
    () =>
      Array.from(element.attributes)
        .slice(0, 1)
        .forEach(({ name }) => element.removeAttribute(name)),
    () =>
      Array.from(element.attributes)
        .slice(0, 1)
        .forEach(({ name, value }) => element.setAttribute(name, `${value}x`)),
    () => (element.textContent = one(['', 'somebody.else', other.textContent ?? ''])),
    () => element.insertBefore(document.createComment('x'), element.firstChild),
    () => element.appendChild(document.createTextNode(one([' ', '\n', 'x']))),
    () => element.parentNode?.replaceChild(other.cloneNode(true), element),
  ]
  try {
    one(acts)()
  } catch {
    // No element can be moved into itself.
  }
  return writeXml(document.documentElement)
}
