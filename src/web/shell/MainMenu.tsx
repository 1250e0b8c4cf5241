import { ActionButton } from '@react-spectrum/s2/ActionButton'
import HelpCircle from '@react-spectrum/s2/icons/HelpCircle'
import Home from '@react-spectrum/s2/icons/Home'
import MenuHamburger from '@react-spectrum/s2/icons/MenuHamburger'
import Settings from '@react-spectrum/s2/icons/Settings'
import { DialogTrigger, Popover } from '@react-spectrum/s2/Popover'
import { focusRing, style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Link, type LinkProps } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useSession } from './useSession.ts'

/** The **Main Menu** at the upper left (K1). It lists what works; **Setup** is an administrator's (A1). */
export function MainMenu() {
  const { isAdministrator } = useSession().user
  const [isOpen, setOpen] = useState(false)
  const tile = (to: NonNullable<LinkProps['to']>, icon: ReactNode, label: string) => (
    <li>
      <Link to={to} className={link} onClick={() => setOpen(false)}>
        {icon}
        {label}
      </Link>
    </li>
  )
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <ActionButton isQuiet aria-label="Main Menu">
        <MenuHamburger />
      </ActionButton>
      <Popover hideArrow placement="bottom start" aria-label="Main Menu">
        <nav aria-label="Main Menu">
          <ul className={tiles}>{tile('/', <Home />, 'Home')}</ul>
          <hr className={rule} />
          <ul className={tiles}>
            {isAdministrator && tile('/setup', <Settings />, 'Setup')}
            {tile('/help', <HelpCircle />, 'Help')}
          </ul>
        </nav>
      </Popover>
    </DialogTrigger>
  )
}

const tiles = style({
  display: 'grid',
  gridTemplateColumns: 'repeat(3, 88px)',
  gap: 4,
  margin: 0,
  padding: 8,
  listStyleType: 'none',
})
const rule = style({
  borderWidth: 0,
  borderTopWidth: 1,
  borderStyle: 'solid',
  borderColor: 'gray-200',
  marginX: 16,
  marginY: 0,
})
const link = style({
  ...focusRing(),
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'center',
  rowGap: 8,
  paddingY: 16,
  borderRadius: 'lg',
  font: 'ui',
  textDecoration: 'none',
  backgroundColor: { default: 'transparent', ':hover': 'gray-100' },
  '--iconPrimary': { type: 'fill', value: 'currentColor' },
})
