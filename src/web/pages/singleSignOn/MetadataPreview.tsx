import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { Button } from '@react-spectrum/s2/Button'
import { ComboBox, ComboBoxItem } from '@react-spectrum/s2/ComboBox'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { visible } from '#src/domain/certificateDetails.ts'
import { DomainError } from '#src/domain/errors.ts'
import type { Instant } from '#src/domain/instant.ts'
import type { DescribedProvider, IdentityProvider } from '#src/domain/sso/metadata.ts'
import { changesOf, populate, POPULATED_FIELDS, type Populated, type PopulatedField } from '#src/domain/sso/populate.ts'
import { CertificateIdentity } from '../../certificates/CertificateIdentity.tsx'
import { Card } from '../../ui/Card.tsx'
import { Hint, Row } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { FIELD_LABEL } from './labels.ts'

interface Props {
  /** At least one. */
  providers: DescribedProvider[]
  current: Populated
  asOf: Instant
  onFill(values: Populated): void
  onCancel(): void
}

/** What metadata would change in the form: of the only identity provider in it, or of the one that somebody chooses. */
export function MetadataPreview({ providers, current, asOf, onFill, onCancel }: Props) {
  const title = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  const hasChoice = providers.length > 1
  // Of many the likeliest is the one that people sign in at already.
  const [entityId, setEntityId] = useState(hasChoice ? current.identityProviderId : providers[0]?.entityId)
  const described = providers.find((provider) => provider.entityId === entityId)
  const reading = useMemo(() => described && readingOf(described), [described])
  // The same list each time, or Spectrum builds its collection anew.
  const items = useMemo(() => providers.map(({ entityId }) => ({ id: entityId, text: visible(entityId) })), [providers])
  useEffect(() => heading.current?.focus(), [])
  const provider = typeof reading === 'object' ? reading : null
  const populated = provider && populate(current, provider)
  const changes = populated ? changesOf(current, populated) : []
  return (
    <Card labelledBy={title}>
      <h3 ref={heading} id={title} tabIndex={-1} className={big}>
        What will change
      </h3>
      {hasChoice && (
        <ComboBox
          label="Identity provider"
          description={`The metadata describes ${providers.length}. Choose the one where people sign in.`}
          defaultItems={items}
          selectedKey={described?.entityId ?? null}
          onSelectionChange={(key) => setEntityId(key?.toString())}
          // Enter must not submit the form around it.
          form={`${title}-none`}
          styles={style({ width: 'full', maxWidth: 640 })}
        >
          {({ text }) => <ComboBoxItem textValue={text}>{text}</ComboBoxItem>}
        </ComboBox>
      )}
      {typeof reading === 'string' && (
        <Notice variant="negative" title="This identity provider cannot be used" isLive>
          {reading}
        </Notice>
      )}
      {populated && <Changes changes={changes} before={current} after={populated} asOf={asOf} />}
      {provider && provider.leftOut.length > 0 && (
        <Notice variant="informative" title="Not taken from the metadata">
          <ul className={sentences}>
            {provider.leftOut.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Notice>
      )}
      {changes.length > 0 && <Hint>This fills in the form. Nothing is saved before you press Save.</Hint>}
      <Row>
        <Button
          variant="primary"
          isDisabled={changes.length === 0}
          onPress={() => {
            if (populated) onFill(populated)
          }}
        >
          Fill in
        </Button>
        <ActionButton isQuiet onPress={onCancel}>
          Cancel
        </ActionButton>
      </Row>
    </Card>
  )
}

/** What there is to know of a provider, or why it cannot be used. */
function readingOf(described: DescribedProvider): IdentityProvider | string {
  try {
    return described.read()
  } catch (error) {
    if (error instanceof DomainError) return error.message
    throw error
  }
}

interface ChangesProps {
  changes: PopulatedField[]
  before: Populated
  after: Populated
  asOf: Instant
}

function Changes({ changes, before, after, asOf }: ChangesProps) {
  const unchanged = POPULATED_FIELDS.filter((field) => !changes.includes(field)).map((field) => FIELD_LABEL[field])
  if (changes.length === 0) return <Hint>Nothing would change: all of this is in the form already.</Hint>
  return (
    <>
      <dl className={list}>
        {changes.map((field) => (
          <div key={field} className={change}>
            <dt className={term}>{FIELD_LABEL[field]}</dt>
            <dd className={side}>
              <span className={when}>Before</span> <Value field={field} values={before} asOf={asOf} />
            </dd>
            <dd className={side}>
              <span className={when}>After</span> <Value field={field} values={after} asOf={asOf} />
            </dd>
          </div>
        ))}
      </dl>
      {unchanged.length > 0 && <Hint>Unchanged: {unchanged.join(', ')}.</Hint>}
    </>
  )
}

function Value({ field, values, asOf }: { field: PopulatedField; values: Populated; asOf: Instant }) {
  const value = values[field]
  if (value.length === 0) return <span>None</span>
  if (typeof value === 'string') return <bdi className={address}>{visible(value)}</bdi>
  return (
    <ul className={certificates}>
      {value.map((certificate) => (
        <li key={certificate.der}>
          <CertificateIdentity certificate={certificate} isDraft={false} asOf={asOf} />
        </li>
      ))}
    </ul>
  )
}

const big = style({ font: 'title-sm', margin: 0, outlineStyle: 'none' })
const list = style({ margin: 0, padding: 0, font: 'ui', display: 'flex', flexDirection: 'column', rowGap: 16 })
const sentences = style({ margin: 0, paddingStart: 20 })
const change = style({ display: 'flex', flexDirection: 'column', rowGap: 4 })
const term = style({ fontWeight: 'bold' })
const side = style({
  margin: 0,
  display: 'grid',
  gridTemplateColumns: { default: '1fr', sm: '[4rem 1fr]' },
  columnGap: 8,
  alignItems: 'baseline',
})
const when = style({ color: 'neutral-subdued' })
const address = style({ minWidth: 0, overflowWrap: 'anywhere' })
const certificates = style({
  margin: 0,
  padding: 0,
  listStyleType: 'none',
  display: 'flex',
  flexDirection: 'column',
  rowGap: 8,
  minWidth: 0,
})
