import { Link } from '@react-spectrum/s2/Link'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { getRouteApi } from '@tanstack/react-router'
import { NotFoundPage } from '../../pages/NotFoundPage.tsx'
import { SignOnPage } from './SignOnPage.tsx'
import { PROVIDER, StandInCard } from './StandInCard.tsx'

const route = getRouteApi('/demo-idp/$')

/** Northwind Identity, as far as a demo needs it: where people sign on, sign out, and change their password there. */
export function StandIn() {
  const { _splat: page } = route.useParams()
  const { request } = route.useSearch()
  if (!page) return <SignOnPage request={request} />
  if (page === 'signed-out') return <SignedOutPage />
  if (page === 'password') return <PasswordPage />
  return (
    <main>
      <NotFoundPage />
    </main>
  )
}

function SignedOutPage() {
  return (
    <StandInCard>
      <p className={plain}>You are signed out of {PROVIDER}.</p>
      <Link href="/sign-in">Sign in again</Link>
    </StandInCard>
  )
}

function PasswordPage() {
  return (
    <StandInCard>
      <p className={plain}>
        Here people change the password that they sign in to {PROVIDER} with. The stand-in believes everybody without
        one, so there is nothing to change.
      </p>
      <Link href="/">Back to Latchkey</Link>
    </StandInCard>
  )
}

const plain = style({ margin: 0 })
