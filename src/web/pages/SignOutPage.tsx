import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { leaveFor } from '../leaveFor.ts'
import { FullPage } from '../ui/FullPage.tsx'

const route = getRouteApi('/sign-out')

/** Between the end of the session here and its end at the identity provider. */
export function SignOutPage() {
  const goTo = route.useLoaderData()
  const router = useRouter()
  useEffect(() => {
    // Whoever comes back by Back, or cannot be led there, finds the way in again.
    const goOn = () => void router.navigate({ to: '/sign-in', replace: true })
    leaveFor(goTo).then(goOn, goOn)
  }, [goTo, router])
  return (
    <main>
      <FullPage title="You are signed out">
        Your identity provider is next, so that you are signed out there too.
      </FullPage>
    </main>
  )
}
