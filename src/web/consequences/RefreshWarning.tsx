import { useQuery } from '@tanstack/react-query'
import { refreshTimes } from '../queries/refresh.ts'
import { useSession } from '../shell/useSession.ts'
import { Notice } from '../ui/Notice.tsx'
import { absoluteTime } from '../ui/Time.tsx'

/** What would be undone. */
type Act =
  | 'generate'
  | 'reset'
  | 'remove'
  | 'remove-all'
  | 'remove-of-user'
  | 'deactivate'
  | 'add-user'
  | 'edit-user'
  | 'settings'

/** In Preview: that its weekly refresh undoes what is about to be done, and when (P2). */
export default function RefreshWarning({ act }: { act: Act }) {
  const { environment, user } = useSession()
  const isPreview = environment === 'preview'
  const { data } = useQuery({ ...refreshTimes(), enabled: isPreview })
  if (!isPreview) return null
  const { title, text, level = 3 } = WARNING[act]
  // True whether or not the date is known.
  const when = data ? `on ${absoluteTime(data.nextAt, user.timeZone)}` : 'at the next weekend'
  return (
    <Notice variant="notice" title={title} level={level}>
      {`Preview is refreshed from Production ${when}. ${text}`}
    </Notice>
  )
}

const OVERWRITTEN = {
  title: 'The weekly refresh overwrites this key',
  text: 'What you have there then, a key or none, takes the place of this one.',
}

/** `level` is that of the title where it stands at the top of a page, right below the page's own. */
const WARNING: Record<Act, { title: string; text: string; level?: 2 }> = {
  generate: OVERWRITTEN,
  reset: OVERWRITTEN,
  remove: {
    title: 'The weekly refresh may bring a key back',
    text: 'If you have a key there then, it is yours here again.',
  },
  'remove-all': {
    title: 'The weekly refresh brings keys back',
    text: 'Whoever has a key there then has it here again.',
  },
  'remove-of-user': {
    title: 'The weekly refresh may bring a key back',
    text: 'If they have a key there then, it is theirs here again.',
  },
  deactivate: {
    title: 'The weekly refresh may reactivate them',
    text: 'If they are active there then, they are active here again, with the key that they have there.',
  },
  'add-user': {
    title: 'The weekly refresh removes this user',
    text: 'Whoever is no user there then is none here any more.',
    level: 2,
  },
  'edit-user': {
    title: 'The weekly refresh overwrites what you change here',
    text: 'Users are then as they are there.',
    level: 2,
  },
  settings: {
    title: 'The weekly refresh overwrites what you change here',
    text: 'What is set there then is set here again.',
    level: 2,
  },
}
