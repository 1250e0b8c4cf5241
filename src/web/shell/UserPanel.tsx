import { Button } from '@react-spectrum/s2/Button'
import { Link } from '@react-spectrum/s2/Link'
import { SegmentedControl, SegmentedControlItem } from '@react-spectrum/s2/SegmentedControl'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useId } from 'react'
import { Hint, Stack } from '../ui/layout.tsx'
import { APPEARANCES, setAppearance, useAppearance, type Appearance } from './appearance.ts'
import type { Question } from './UserMenu.tsx'
import { useSession } from './useSession.ts'

const SignOutEverywhere = lazy(() => import('./SignOutEverywhere.tsx'))
const RehearsalPanel = __REHEARSAL__ ? lazy(() => import('../rehearsal/RehearsalPanel.tsx')) : null

const LABEL: Record<Appearance, string> = { system: 'System', light: 'Light', dark: 'Dark' }

interface Props {
  onLeave: () => void
  onAsk: (question: Question) => void
}

/** What the user menu holds: who is signed in, the ways out, how the console looks; in a demo also the rehearsal. */
export default function UserPanel({ onLeave, onAsk }: Props) {
  const { user, platformMode } = useSession()
  const router = useRouter()
  const appearance = useAppearance()
  const label = useId()
  return (
    <div className={panel}>
      <Stack>
        <div>
          <div className={name}>{user.name}</div>
          <Hint>{user.email}</Hint>
          <Hint>{user.accessLevel}</Hint>
        </div>
        {platformMode === 'classic' && (
          <Link href="/change-password" onPress={onLeave}>
            Change password
          </Link>
        )}
        <div className={ways}>
          <Button
            variant="secondary"
            fillStyle="outline"
            styles={wide}
            onPress={() => {
              onLeave()
              // An address of its own, so that a form with unsaved changes can ask before the session is over.
              void router.navigate({ to: '/sign-out' })
            }}
          >
            Sign out
          </Button>
          <Button variant="secondary" fillStyle="outline" styles={wide} onPress={() => onAsk(SignOutEverywhere)}>
            Sign out everywhere
          </Button>
        </div>
        <div className={part}>
          <div id={label} className={heading}>
            Appearance
          </div>
          <SegmentedControl
            aria-labelledby={label}
            isJustified
            styles={wide}
            selectedKey={appearance}
            // The items below are exactly the appearances.
            onSelectionChange={(key) => setAppearance(key as Appearance)}
          >
            {APPEARANCES.map((choice) => (
              <SegmentedControlItem key={choice} id={choice}>
                {LABEL[choice]}
              </SegmentedControlItem>
            ))}
          </SegmentedControl>
        </div>
        {RehearsalPanel && user.isAdministrator && (
          <Suspense>
            <RehearsalPanel onLeave={onLeave} onAsk={onAsk} />
          </Suspense>
        )}
      </Stack>
    </div>
  )
}

const panel = style({ font: 'ui', padding: 8, width: 264, maxWidth: 'full', boxSizing: 'border-box' })
const name = style({ font: 'title', overflowWrap: 'anywhere' })
const ways = style({ display: 'flex', flexDirection: 'column', rowGap: 8, width: 'full' })
const part = style({
  display: 'flex',
  flexDirection: 'column',
  rowGap: 8,
  width: 'full',
  paddingTop: 12,
  borderStyle: 'solid',
  borderColor: 'gray-200',
  borderXWidth: 0,
  borderBottomWidth: 0,
  borderTopWidth: 1,
})
const wide = style({ width: 'full' })
const heading = style({ font: 'title-sm' })
