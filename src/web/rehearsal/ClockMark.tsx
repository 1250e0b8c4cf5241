import Clock from '@react-spectrum/s2/icons/Clock'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery } from '@tanstack/react-query'
import { useSession } from '../shell/useSession.ts'
import { isMoved, rehearsal } from './rehearsal.ts'

/** A mark in the top bar for as long as the rehearsal clock is not the real one. */
export default function ClockMark() {
  const { user } = useSession()
  const { data } = useQuery(rehearsal())
  if (!data || !isMoved(data)) return null
  const date = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: user.timeZone }).format(
    new Date(data.now),
  )
  return (
    <span role="img" aria-label={`Rehearsal clock: ${date}`} title={`Rehearsal clock: ${date}`} className={mark}>
      <Clock />
      <span className={words}>{date}</span>
    </span>
  )
}

const mark = style({
  display: 'flex',
  alignItems: 'center',
  columnGap: 4,
  flexShrink: 0,
  paddingX: { default: 4, sm: 8 },
  paddingY: 4,
  borderRadius: 'default',
  font: 'ui-sm',
  color: 'black',
  backgroundColor: 'notice',
  '--iconPrimary': { type: 'fill', value: 'black' },
})
// Where there is no room for the date, the clock alone says that time is not what it seems.
const words = style({ display: { default: 'none', sm: 'inline' }, color: 'black' })
