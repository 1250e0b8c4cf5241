import fc, { type Arbitrary } from 'fast-check'
import { parseXml, writeXml } from '#src/domain/sso/parseXml.ts'
import { allElements } from '#src/domain/sso/xml.ts'

// Changes to a signed response that an attacker might try.

/** A number that picks one of however many there are; no number is likelier than another. */
const PLACE = fc.noBias(fc.nat())
const at = <T>(list: ArrayLike<T>, place: number): T => list[place % list.length]!

const CHARACTERS = fc.record({
  place: PLACE,
  inserted: fc.oneof(
    { weight: 7, arbitrary: fc.constantFrom('', ' ', 'x', '<!---->', '<?p?>', '&#10;', '<![CDATA[]]>') },
    { weight: 1, arbitrary: fc.nat(0x24f).map((code) => String.fromCharCode(code)) },
  ),
  removed: fc.nat(2),
})

const attribute = fc.constantFrom('ID', 'Id', 'InResponseTo', 'Recipient', 'NotOnOrAfter', 'URI', 'Algorithm')
const value = fc.constantFrom('', '_assertion', '#_response', '2040-01-01T00:00:00Z')
const act = <Name extends string>(name: Name) => fc.record({ name: fc.constant(name) })

/** What happens to one element, at times with another one. */
const ACT = fc.oneof(
  act('remove'),
  act('repeat'),
  act('copy to the end of the other'),
  act('copy to the start of the other'),
  act('move to the other'),
  fc.record({ name: fc.constant('set attribute' as const), attribute, value }),
  act('remove the first attribute'),
  act('lengthen the first attribute'),
  fc.record({ name: fc.constant('set text' as const), text: fc.constantFrom('', 'somebody.else', null) }),
  act('begin with a comment'),
  fc.record({ name: fc.constant('end with text' as const), text: fc.constantFrom(' ', '\n', 'x') }),
  act('replace by the other'),
)

const CHANGE = fc.oneof(
  { weight: 3, arbitrary: CHARACTERS },
  { weight: 7, arbitrary: fc.record({ element: PLACE, other: PLACE, act: ACT }) },
)
type Valued<T> = T extends Arbitrary<infer Value> ? Value : never
type Change = Valued<typeof CHANGE>

/** One or two changes for {@link mutated}. */
export const CHANGES = fc.array(CHANGE, { minLength: 1, maxLength: 2 })

/** `xml` with `changes` in its characters or its elements. */
export function mutated(xml: string, changes: readonly Change[]): string {
  let text = xml
  for (const change of changes)
    try {
      text = 'act' in change ? withAct(text, change) : withCharacters(text, change)
    } catch {
      // The change is impossible, such as a second root, or the first change left no XML for the second.
    }
  return text
}

function withCharacters(xml: string, { place, inserted, removed }: Valued<typeof CHARACTERS>): string {
  const start = place % xml.length
  return xml.slice(0, start) + inserted + xml.slice(start + removed)
}

function withAct(xml: string, change: Extract<Change, { act: unknown }>): string {
  const document = parseXml(xml)
  const elements = allElements(document.documentElement)
  carryOut(change.act, at(elements, change.element), at(elements, change.other))
  // Not a root found earlier: moved into one of its own elements, it would go on forever.
  return writeXml(document.documentElement)
}

function carryOut(act: Valued<typeof ACT>, element: Element, other: Element): void {
  const [first] = Array.from(element.attributes)
  switch (act.name) {
    case 'remove':
      element.parentNode?.removeChild(element)
      break
    case 'repeat':
      element.parentNode?.insertBefore(element.cloneNode(true), element)
      break
    case 'copy to the end of the other':
      other.appendChild(element.cloneNode(true))
      break
    case 'copy to the start of the other':
      other.insertBefore(element.cloneNode(true), other.firstChild)
      break
    case 'move to the other':
      other.appendChild(element)
      break
    case 'set attribute':
      element.setAttribute(act.attribute, act.value)
      break
    case 'remove the first attribute':
      if (first) element.removeAttribute(first.name)
      break
    case 'lengthen the first attribute':
      if (first) element.setAttribute(first.name, `${first.value}x`)
      break
    case 'set text':
      element.textContent = act.text ?? other.textContent
      break
    case 'begin with a comment':
      element.insertBefore(element.ownerDocument.createComment('x'), element.firstChild)
      break
    case 'end with text':
      element.appendChild(element.ownerDocument.createTextNode(act.text))
      break
    case 'replace by the other':
      element.parentNode?.replaceChild(other.cloneNode(true), element)
  }
}
