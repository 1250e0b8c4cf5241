import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { Link } from '@react-spectrum/s2/Link'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery } from '@tanstack/react-query'
import { lazy, useEffect, useRef, type ComponentRef } from 'react'
import type { ClockMove } from '#src/rehearsal/wire.ts'
import { useAct } from '../queries/useAct.ts'
import type { Question } from '../shell/UserMenu.tsx'
import { useSession } from '../shell/useSession.ts'
import { Hint, Row, Stack } from '../ui/layout.tsx'
import { Notice } from '../ui/Notice.tsx'
import { absoluteTime } from '../ui/Time.tsx'
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
  const isUseless = (direction: ClockMove['move']) =>
    !data || (direction === 'real' && !isMoved(data)) || (direction === 'next-expiry' && data.nextExpiry === null)
  // A button that its own press makes useless loses the focus, and a menu without focus does not hear Escape.
  const firstMove = useRef<ComponentRef<typeof ActionButton>>(null)
  const isLost = move.isSuccess && isUseless(move.variables)
  useEffect(() => {
    if (isLost) firstMove.current?.focus()
  }, [isLost])
  return (
    <section aria-label="Rehearsal" className={part}>
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
              ref={direction === MOVES[0]?.[0] ? firstMove : null}
              size="S"
              isDisabled={isUseless(direction)}
              isPending={move.isPending && move.variables === direction}
              onPress={() => move.mutate(direction)}
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
        <a href={addresses[other]} className={anchor}>
          Go to {otherName}
        </a>
        <Link href="/flows" onPress={onLeave}>
          All flows and scenarios
        </Link>
      </Stack>
    </section>
  )
}

const part = style({
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
