import { expect, test } from 'vitest'
import { ExclusiveCanonicalization } from 'xml-crypto'
import { canonicalXml } from './canonicalXml.ts'
import { parseXml } from './parseXml.ts'
import { elementsIn } from './xml.ts'

test.each([
  [
    'prefixes of its own and of others',
    '<a:x xmlns:a="urn:a" xmlns:b="urn:b"><b:y/><a:z><b:y xmlns:b="urn:c"/></a:z></a:x>',
  ],
  ['prefixes that only values use', '<x xmlns:s="urn:s" xmlns:t="urn:t" t:type="s:string"/>'],
  ['a default namespace, and none again', '<x xmlns="urn:a"><y xmlns=""><z xmlns="urn:a"/></y></x>'],
  ['attributes in another order', '<x xmlns:b="urn:1" xmlns:a="urn:2" z="1" a:a="2" b:b="3" a="4"/>'],
  ['a language', '<x xml:lang="en"><y xml:lang="de">z</y></x>'],
  ['signs that have to be escaped', '<x a="&lt;&quot;&#9;&#10;&#13;\'&amp;">&lt;&gt;&amp;"\'&#13;<![CDATA[<&>]]></x>'],
  ['comments', '<x>one<!-- two -->three</x>'],
])('%s are written down as by another library', (_, xml) => {
  const root = parseXml(xml).documentElement
  expect(canonicalXml(root)).toBe(new ExclusiveCanonicalization().process(root as never, {}))
})

test('what is left out leaves everything else as it is', () => {
  const root = parseXml('<x xmlns:a="urn:a"> <a:y>1</a:y> <z><a:y/></z></x>').documentElement
  expect(canonicalXml(root, elementsIn(root)[0])).toBe('<x>  <z><a:y xmlns:a="urn:a"></a:y></z></x>')
})
