import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { ScreenHelp } from '../../help/ScreenHelp.tsx'
import { NewUserPage } from './NewUserPage.tsx'
import { UserListPage } from './UserListPage.tsx'
import { UserPage } from './UserPage.tsx'

const route = getRouteApi('/signed-in/users')

/** Main Menu > **Users**: everybody, one of them, or somebody new, as the address says. */
export function UsersPage() {
  const user = route.useSearch({ select: (search) => search.user })
  useFocusOnArrival(user)
  return (
    <>
      {user === undefined && <UserListPage />}
      {user === 'new' && <NewUserPage />}
      {/* Another user is another form. */}
      {user !== undefined && user !== 'new' && <UserPage key={user} id={user} />}
      <ScreenHelp screen="Users" topic="users" />
    </>
  )
}

/** As after a change of screen, which to the router this is none: the focus goes to the heading. */
function useFocusOnArrival(user: string | undefined) {
  const shown = useRef(user)
  useEffect(() => {
    if (shown.current === user) return
    shown.current = user
    document.querySelector<HTMLElement>('main h1')?.focus()
  }, [user])
}
