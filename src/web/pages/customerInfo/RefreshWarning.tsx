import { useQuery } from '@tanstack/react-query'
import { refreshTimes } from '../../queries/refresh.ts'
import { useSession } from '../../shell/useSession.ts'
import { Notice } from '../../ui/Notice.tsx'
import { absoluteTime } from '../../ui/Time.tsx'

interface Props {
  /** What would be undone. */
  act: 'generate' | 'reset' | 'remove' | 'remove-all'
}

/** In Preview: that its weekly refresh undoes what is about to be done to a key, and when (P2). */
export default function RefreshWarning({ act }: Props) {
  const { environment, user } = useSession()
  const isPreview = environment === 'preview'
  const { data } = useQuery({ ...refreshTimes(), enabled: isPreview })
  if (!isPreview) return null
  const { title, text } = WARNING[act]
  // True whether or not the date is known.
  return (
    <Notice variant="notice" title={title}>
      {text(data ? `on ${absoluteTime(data.nextAt, user.timeZone)}` : 'at the next weekend')}
    </Notice>
  )
}

const OVERWRITTEN = {
  title: 'The weekly refresh overwrites this key',
  text: (when: string) =>
    `Preview is refreshed from Production ${when}. What you have there then, a key or none, takes the place of this one.`,
}

const WARNING: Record<Props['act'], { title: string; text: (when: string) => string }> = {
  generate: OVERWRITTEN,
  reset: OVERWRITTEN,
  remove: {
    title: 'The weekly refresh may bring a key back',
    text: (when) =>
      `Preview is refreshed from Production ${when}. If you have a key there then, it is yours here again.`,
  },
  'remove-all': {
    title: 'The weekly refresh brings keys back',
    text: (when) => `Preview is refreshed from Production ${when}. Whoever has a key there then has it here again.`,
  },
}
