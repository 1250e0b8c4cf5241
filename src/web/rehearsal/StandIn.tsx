import { Link } from '@react-spectrum/s2/Link'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { getRouteApi, useLocation } from '@tanstack/react-router'
import { SignOnPage } from './identityProvider/SignOnPage.tsx'
import { PROVIDER, StandInCard } from './identityProvider/StandInCard.tsx'

const route = getRouteApi('/demo-idp/$')

/** Northwind Identity, as far as a demo needs it: where people sign on, sign out, and change their password there. */
export function StandIn() {
  const { _splat: page } = route.useParams()
  // As it stands in the address: a router would make a number of one that looks like it.
  const request = new URLSearchParams(useLocation().searchStr).get('request')
  if (page === 'signed-out') return <SignedOutPage />
  if (page === 'password') return <PasswordPage />
  return <SignOnPage request={request} />
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
