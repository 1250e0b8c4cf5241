import AlertTriangle from '@react-spectrum/s2/icons/AlertTriangle'
import Checkmark from '@react-spectrum/s2/icons/Checkmark'
import RemoveCircle from '@react-spectrum/s2/icons/RemoveCircle'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { visible } from '#src/domain/certificateDetails.ts'
import type { Check, CheckName } from '#src/domain/sso/signOnRecord.ts'
import { Hint, Section } from '../../ui/layout.tsx'
import { CHECK_LABEL, CHECK_OUTCOME } from './labels.ts'

const ICON = { passed: Checkmark, failed: AlertTriangle, 'not-made': RemoveCircle }

/** What was looked at, and what was found. */
export function Checks({ checks }: { checks: Check[] }) {
  return (
    <Section title="Checks">
      {checks.length === 0 && <Hint>Nothing could be checked.</Hint>}
      <ul className={list}>
        {grouped(checks).map(({ names, outcome, detail }) => {
          const Icon = ICON[outcome]
          return (
            <li key={names[0]} className={row}>
              <span className={icon({ outcome })}>
                <Icon />
              </span>
              <div className={words}>
                <b>{names.map((name) => CHECK_LABEL[name]).join(', ')}</b>: {CHECK_OUTCOME[outcome]}
                <Hint>{visible(detail)}</Hint>
              </div>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

interface Group extends Omit<Check, 'check'> {
  names: CheckName[]
}

/**
 * The checks that were made, and after them the others. To say the same reason of each of those would hide the first.
 */
function grouped(checks: readonly Check[]): Group[] {
  const made: Group[] = []
  const others: Group[] = []
  for (const { check, outcome, detail } of checks) {
    const alike = others.find((other) => outcome === 'not-made' && other.detail === detail)
    if (alike) alike.names.push(check)
    else (outcome === 'not-made' ? others : made).push({ names: [check], outcome, detail })
  }
  return [...made, ...others]
}

const list = style({
  font: 'ui',
  margin: 0,
  padding: 0,
  listStyleType: 'none',
  display: 'flex',
  flexDirection: 'column',
  rowGap: 12,
})
const row = style({ display: 'flex', columnGap: 12, alignItems: 'start' })
const icon = style<{ outcome: Check['outcome'] }>({
  flexShrink: 0,
  '--iconPrimary': {
    type: 'fill',
    value: { outcome: { passed: 'green-900', failed: 'red-900', 'not-made': 'gray-700' } },
  },
})
const words = style({ minWidth: 0, overflowWrap: 'anywhere' })
