import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery } from '@tanstack/react-query'
import { effectiveMappings, isNegative, type AttributeMapping } from '#src/domain/sso/attributeMapping.ts'
import { person } from '../../queries/people.ts'
import { Hint } from '../../ui/layout.tsx'

/** The mappings that count, as the Adobe variant of the screen says them (reference §7.4). Nothing can be changed. */
export default function AdobeMappings({ mappings }: { mappings: AttributeMapping[] }) {
  if (mappings.length === 0) return <Hint>No user attributes are mapped.</Hint>
  return (
    <div className={column}>
      {effectiveMappings(mappings).map((mapping) => (
        <div key={mapping.attribute} className={card}>
          <h3 className={heading}>{mapping.attribute}</h3>
          <Sentences mapping={mapping} />
        </div>
      ))}
    </div>
  )
}

function Sentences({ mapping }: { mapping: AttributeMapping }) {
  const { attribute, directoryAttribute, defaultValue, rules } = mapping
  const hasSource = directoryAttribute !== ''
  const source = <bdi className={name}>{directoryAttribute}</bdi>
  return (
    <ul className={list}>
      {rules.map(({ operator, value, result }, index) => (
        // Rules that are only read do not move.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index}>
          {/* Where nothing arrives no rule is looked at, and of nothing a negative one would hold. */}
          {index === 0 ? 'If' : 'Else if'} {source} {isNegative(operator) && 'is truthy and '}
          {operator} <bdi className={name}>{value}</bdi>, assign the constant value{' '}
          <Constant attribute={attribute}>{result}</Constant>
        </li>
      ))}
      {hasSource && (
        <li>
          {rules.length === 0 ? 'If' : 'Else if'} {source} is truthy, assign the value of the attribute {source}
        </li>
      )}
      {defaultValue !== '' && (
        <li>
          {hasSource ? 'Else, always' : 'Always'} assign the constant value{' '}
          <Constant attribute={attribute}>{defaultValue}</Constant>
        </li>
      )}
    </ul>
  )
}

function Constant({ attribute, children }: { attribute: AttributeMapping['attribute']; children: string }) {
  return attribute === 'Manager' ? <Manager id={children} /> : <bdi className={name}>{children}</bdi>
}

function Manager({ id }: { id: string }) {
  const { data, error } = useQuery(person(id))
  return <bdi className={name}>{data?.name ?? (error ? `user ID ${id}` : '…')}</bdi>
}

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 12 })
const card = style({
  padding: { default: 16, sm: 24 },
  borderWidth: 1,
  borderStyle: 'solid',
  borderColor: 'gray-300',
  borderRadius: 'lg',
})
const heading = style({ font: 'title-sm', margin: 0 })
const list = style({
  font: 'ui',
  marginTop: 8,
  marginBottom: 0,
  paddingStart: 20,
  display: 'flex',
  flexDirection: 'column',
  rowGap: 4,
  overflowWrap: 'anywhere',
})
const name = style({ fontWeight: 'bold' })
