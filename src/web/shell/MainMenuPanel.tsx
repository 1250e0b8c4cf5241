import HelpCircle from '@react-spectrum/s2/icons/HelpCircle'
import Home from '@react-spectrum/s2/icons/Home'
import Plugin from '@react-spectrum/s2/icons/Plugin'
import UserAvatar from '@react-spectrum/s2/icons/UserAvatar'
import Settings from '@react-spectrum/s2/icons/Settings'
import { focusRing, style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useSession } from './useSession.ts'

interface Props {
  onLeave: () => void
}

/** What the **Main Menu** holds: it lists what works; **Users** and **Setup** are an administrator's (A1). */
export default function MainMenuPanel({ onLeave }: Props) {
  const { isAdministrator, accessLevel } = useSession().user
  const tile = (to: NonNullable<LinkProps['to']>, icon: ReactNode, label: string) => (
    <li>
      <Link to={to} className={link} onClick={onLeave}>
        {icon}
        {label}
      </Link>
    </li>
  )
  return (
    <nav aria-label="Main Menu">
      <ul className={tiles}>
        {tile('/', <Home />, 'Home')}
        {isAdministrator && tile('/users', <UserAvatar />, 'Users')}
        {__REHEARSAL__ && accessLevel !== 'External' && tile('/integrations', <Plugin />, 'Integrations')}
      </ul>
      <hr className={rule} />
      <ul className={tiles}>
        {isAdministrator && tile('/setup', <Settings />, 'Setup')}
        {tile('/help', <HelpCircle />, 'Help')}
      </ul>
    </nav>
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
