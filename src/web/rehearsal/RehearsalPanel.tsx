import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { Link } from '@react-spectrum/s2/Link'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery } from '@tanstack/react-query'
import { lazy, useState } from 'react'
import type { ClockMove, RehearsalState } from '#src/rehearsal/wire.ts'
import { useAct } from '../queries/useAct.ts'
import type { Question } from '../shell/UserMenu.tsx'
import { useSession } from '../shell/useSession.ts'
import { Hint, Row, Stack } from '../ui/layout.tsx'
import { Notice } from '../ui/Notice.tsx'
import { absoluteTime } from '../ui/Time.tsx'
import { useFocusAfter } from '../ui/useFocusAfter.ts'
import { downloadSample, isMoved, moveClock, rehearsal } from './rehearsal.ts'

const RefreshPreview = lazy(() => import('./RefreshPreview.tsx'))

const MOVES: [ClockMove['move'], string][] = [
  ['day', '+1 day'],
  ['week', '+1 week'],
  ['month', '+1 month'],
  ['next-expiry', 'To the next expiry'],
  ['next-refresh', 'To the next weekend'],
  ['real', 'Back to now'],
]

const SAMPLES = [
  ['certificate', 'Download a sample certificate'],
  ['metadata', 'Download sample metadata'],
] as const

/** Whether a move would leave the clock where it is. */
const isUseless = (direction: ClockMove['move'], state: RehearsalState): boolean =>
  (direction === 'real' && !isMoved(state)) || (direction === 'next-expiry' && state.nextExpiry === null)

interface Props {
  onLeave: () => void
  onAsk: (question: Question) => void
}

/** The part of the user menu that no real build has: the rehearsal clock, the other environment, the flows. */
export default function RehearsalPanel({ onLeave, onAsk }: Props) {
  const { user, environment, addresses } = useSession()
  const { data } = useQuery(rehearsal())
  const move = useAct(moveClock())
  const sample = useAct(downloadSample())
  const [other, otherName] =
    environment === 'production' ? (['preview', 'Preview'] as const) : (['production', 'Production'] as const)
  // A button that its own press makes useless loses the focus, and a menu without focus does not hear Escape.
  const [usedUp, setUsedUp] = useState(0)
  const part = useFocusAfter<HTMLElement>(usedUp)
  const moveBy = (direction: ClockMove['move']) =>
    move.mutate(direction, {
      onSuccess: (state) => {
        if (isUseless(direction, state)) setUsedUp(usedUp + 1)
      },
    })
  return (
    <section aria-label="Rehearsal" className={section} ref={part}>
      <Stack>
        <div>
          <div className={heading}>Rehearsal</div>
          <Hint>{data ? absoluteTime(data.now, user.timeZone) : 'Reading the clock…'}</Hint>
          {data && (
            <Hint>
              {data.nextExpiry
                ? `Next expiry of a key: ${absoluteTime(data.nextExpiry, user.timeZone)}`
                : 'No key expires from here on'}
            </Hint>
          )}
          {data && <Hint>Next refresh of Preview: {absoluteTime(data.nextRefresh, user.timeZone)}</Hint>}
          <Hint>The clock counts for Production and Preview.</Hint>
        </div>
        <Row>
          {MOVES.map(([direction, label]) => (
            <ActionButton
              key={direction}
              size="S"
              isDisabled={!data || isUseless(direction, data)}
              isPending={move.isPending && move.variables === direction}
              onPress={() => moveBy(direction)}
            >
              {label}
            </ActionButton>
          ))}
        </Row>
        {move.error && (
          <Notice variant="negative" title="The clock was not moved" isLive>
            {move.error.message}
          </Notice>
        )}
        <ActionButton size="S" onPress={() => onAsk(RefreshPreview)}>
          Refresh Preview
        </ActionButton>
        <Row>
          {SAMPLES.map(([what, label]) => (
            <ActionButton
              key={what}
              size="S"
              isPending={sample.isPending && sample.variables === what}
              onPress={() => sample.mutate(what)}
            >
              {label}
            </ActionButton>
          ))}
        </Row>
        {sample.error && (
          <Notice variant="negative" title="The sample was not downloaded" isLive>
            {sample.error.message}
          </Notice>
        )}
        {/* Another environment is another address: a page load, not a change of screen. */}
        {addresses[other] !== null && (
          <a href={addresses[other]} className={anchor}>
            Go to {otherName}
          </a>
        )}
        <Link href="/flows" onPress={onLeave}>
          All flows and scenarios
        </Link>
      </Stack>
    </section>
  )
}

const section = style({
  paddingTop: 12,
  borderStyle: 'solid',
  borderColor: 'gray-200',
  borderXWidth: 0,
  borderBottomWidth: 0,
  borderTopWidth: 1,
  width: 'full',
})
const heading = style({ font: 'title-sm' })
const anchor = style({ font: 'ui', color: 'accent' })
