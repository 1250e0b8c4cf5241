import { ActionButton } from '@react-spectrum/s2/ActionButton'
import MenuHamburger from '@react-spectrum/s2/icons/MenuHamburger'
import { DialogTrigger, Popover } from '@react-spectrum/s2/Popover'
import { lazy, Suspense, useEffect, useState } from 'react'

const loadPanel = () => import('./MainMenuPanel.tsx')
const MainMenuPanel = lazy(loadPanel)

/** The **Main Menu** at the upper left (K1). What it holds is loaded after the page it stands on. */
export function MainMenu() {
  const [isOpen, setOpen] = useState(false)
  useEffect(() => void loadPanel(), [])
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <ActionButton isQuiet aria-label="Main Menu">
        <MenuHamburger />
      </ActionButton>
      <Popover hideArrow placement="bottom start" aria-label="Main Menu">
        <Suspense>
          <MainMenuPanel onLeave={() => setOpen(false)} />
        </Suspense>
      </Popover>
    </DialogTrigger>
  )
}
