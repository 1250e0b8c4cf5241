import { ActionButton } from '@react-spectrum/s2/ActionButton'
import UserAvatar from '@react-spectrum/s2/icons/UserAvatar'
import { DialogTrigger, Popover } from '@react-spectrum/s2/Popover'
import { lazy, Suspense, useEffect, useRef, useState, type ComponentRef, type ComponentType } from 'react'
import { useFocusBack } from './useFocusBack.ts'
import { useSession } from './useSession.ts'

const loadPanel = () => import('./UserPanel.tsx')
const UserPanel = lazy(loadPanel)

/** A dialog that something in the menu opens in its place. */
export type Question = ComponentType<{ onClose: () => void }>

/** The user menu at the right of the top bar. What it holds is loaded after the page it stands on. */
export function UserMenu() {
  const { user } = useSession()
  const [isOpen, setOpen] = useState(false)
  const [Question, setQuestion] = useState<Question | null>(null)
  useEffect(() => void loadPanel(), [])

  const button = useRef<ComponentRef<typeof ActionButton>>(null)
  useFocusBack(Question !== null, () => button.current)
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
              onAsk={(question) => {
                setOpen(false)
                setQuestion(() => question)
              }}
            />
          </Suspense>
        </Popover>
      </DialogTrigger>
      <Suspense>{Question && <Question onClose={() => setQuestion(null)} />}</Suspense>
    </>
  )
}
