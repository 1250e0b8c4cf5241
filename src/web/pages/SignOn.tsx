import { Button } from '@react-spectrum/s2/Button'
import { Link } from '@react-spectrum/s2/Link'
import { useEffect, useEffectEvent } from 'react'
import { failureOf } from '../http.ts'
import { beginSignOn } from '../queries/signOn.ts'
import { useAct } from '../queries/useAct.ts'
import { Notice } from '../ui/Notice.tsx'
import { mayBeginByItself } from './signOnByItself.ts'

interface Props {
  /** Where to go afterwards. */
  next: string | undefined
  /** Where a password is taken. */
  logIn: string
  /** Whether a sign-on has just been refused, so that another would hide why. */
  wasRefused: boolean
}

/** In place of the sign-in form while single sign-on is in force (reference §7.7). */
export default function SignOn({ next, logIn, wasRefused }: Props) {
  const signOn = useAct(beginSignOn())
  const begin = () => signOn.mutate({ purpose: 'sign-on', next: next ?? '/' })
  const failure = failureOf('Signing in', signOn.error)
  const beginVisit = useEffectEvent(() => {
    if (mayBeginByItself() && !wasRefused) begin()
  })
  useEffect(() => beginVisit(), [])
  return (
    <>
      <span>
        Your identity provider says who you are
        {next ? ': afterwards you are back where you were.' : '.'}
      </span>
      {failure && (
        <Notice variant="negative" title={failure.title} level={2} isLive>
          {failure.message}
        </Notice>
      )}
      <Button variant="accent" isPending={signOn.isPending} onPress={begin}>
        Sign in through your identity provider
      </Button>
      <Link href={logIn}>Log in with Workfront credentials</Link>
    </>
  )
}
