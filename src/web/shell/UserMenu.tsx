import { ActionButton } from '@react-spectrum/s2/ActionButton'
import UserAvatar from '@react-spectrum/s2/icons/UserAvatar'
import { DialogTrigger, Popover } from '@react-spectrum/s2/Popover'
import { lazy, Suspense, useEffect, useRef, useState, type ComponentRef } from 'react'
import { useFocusBack } from './useFocusBack.ts'
import { useSession } from './useSession.ts'

const loadPanel = () => import('./UserPanel.tsx')
const UserPanel = lazy(loadPanel)
const SignOutEverywhere = lazy(() => import('./SignOutEverywhere.tsx'))
const RefreshPreview = __REHEARSAL__ ? lazy(() => import('../rehearsal/RefreshPreview.tsx')) : null

/** The user menu at the right of the top bar. What it holds is loaded after the page it stands on. */
export function UserMenu() {
  const { user } = useSession()
  const [isOpen, setOpen] = useState(false)
  const [asking, setAsking] = useState<'sign-out' | 'refresh' | null>(null)
  useEffect(() => void loadPanel(), [])

  const button = useRef<ComponentRef<typeof ActionButton>>(null)
  useFocusBack(asking !== null, () => button.current)
  return (
    <>
      <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
        <ActionButton ref={button} isQuiet aria-label={`User menu, ${user.name}`}>
          <UserAvatar />
        </ActionButton>
        <Popover hideArrow placement="bottom end" aria-label="User menu">
          <Suspense>
            <UserPanel
              onLeave={() => setOpen(false)}
              onSignOutEverywhere={() => setAsking('sign-out')}
              onRefreshPreview={() => setAsking('refresh')}
            />
          </Suspense>
        </Popover>
      </DialogTrigger>
      <Suspense>
        {asking === 'sign-out' && <SignOutEverywhere onCancel={() => setAsking(null)} />}
        {RefreshPreview && asking === 'refresh' && <RefreshPreview onClose={() => setAsking(null)} />}
      </Suspense>
    </>
  )
}
