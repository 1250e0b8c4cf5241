import { expect, test } from 'vitest'
import { indent } from './indent.ts'

test('each element has a line of its own, as deep as it stands in the others', () => {
  const xml = '<?xml version="1.0"?><a x="1"><b>text</b>\n   <c/><d><e>\n1</e></d></a>'
  expect(indent(xml)).toEqual([
    '<?xml version="1.0"?>',
    '<a x="1">',
    '  <b>text</b>',
    '  <c/>',
    '  <d>',
    '    <e>',
    '1</e>',
    '  </d>',
    '</a>',
  ])
})

test('what is no XML stays as it is, and does not run off to either side', () => {
  expect(indent('no\nXML')).toEqual(['no', 'XML'])
  expect(indent('</a></b><c>')).toEqual(['</a>', '</b>', '<c>'])
  const deep = indent('<a>'.repeat(1000))
  expect(Math.max(...deep.map(({ length }) => length))).toBeLessThan(100)
})
