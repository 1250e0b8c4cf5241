import { Button } from '@react-spectrum/s2/Button'
import { Link } from '@react-spectrum/s2/Link'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, type ReactNode } from 'react'
import { useForm } from 'react-hook-form'
import type { SignInWay } from '#src/domain/signInWay.ts'
import { Credentials } from '#src/domain/session.ts'
import { TextField } from '../forms/TextField.tsx'
import { signIn } from '../queries/signIn.ts'
import { signInWay } from '../queries/signInWay.ts'
import { Notice } from '../ui/Notice.tsx'
import { useAct } from '../queries/useAct.ts'

const SignOnRefused = lazy(() => import('./SignOnRefused.tsx'))
const SignOn = lazy(() => import('./SignOn.tsx'))
// Waited for with the page: what comes later moves the page down under the pointer.
const PreviewBanner = lazy(() => import('../shell/PreviewBanner.tsx'))
const RenewPassword = lazy(() => import('./password/RenewPassword.tsx'))
const DemoCast = __REHEARSAL__ ? lazy(() => import('../rehearsal/DemoCast.tsx')) : null

const signInRoute = getRouteApi('/sign-in')
const logInRoute = getRouteApi('/login')

/** Where somebody comes who is not signed in: the form, or the way to the identity provider that takes its place. */
export function SignInPage() {
  const { next, problem, fields } = signInRoute.useSearch()
  const { data } = useQuery(signInWay())
  const refusal = problem !== undefined && (
    <Suspense>
      <SignOnRefused problem={problem} fields={fields} />
    </Suspense>
  )
  if (!data?.loginPortalUrl) return <LogIn next={next} way={data} refusal={refusal} />
  return (
    <SignInCard way={data}>
      {refusal || (data.wasRefreshed && <Refreshed next={next} />)}
      <Suspense>
        <SignOn next={next} logIn={withNext('/login', next)} wasRefused={problem !== undefined} />
      </Suspense>
    </SignInCard>
  )
}

/** The form alone, whatever way people sign in. */
export function LogInPage() {
  const { next } = logInRoute.useSearch()
  const { data } = useQuery(signInWay())
  return <LogIn next={next} way={data} hasOtherWay={Boolean(data?.loginPortalUrl)} />
}

interface LogInProps {
  /** Where to go afterwards. */
  next: string | undefined
  /** Undefined until it is known. */
  way: SignInWay | undefined
  /** Whether people can also sign in through an identity provider. */
  hasOtherWay?: boolean
  /** Why they came back from the identity provider as they went. */
  refusal?: ReactNode
}

function LogIn({ next, way, hasOtherWay = false, refusal }: LogInProps) {
  const router = useRouter()
  const logIn = useAct(signIn())
  const form = useForm({ resolver: zodResolver(Credentials), defaultValues: { username: '', password: '' } })
  const goOn = () => void router.navigate({ href: next ?? '/', replace: true })
  const submit = form.handleSubmit((credentials) => logIn.mutate(credentials, { onSuccess: goOn }))
  const isOneTime = logIn.error?.code === 'one-time-password'
  if (logIn.isError && (isOneTime || logIn.error.code === 'password-expired'))
    return (
      <SignInCard way={way}>
        <Suspense>
          <RenewPassword
            isOneTime={isOneTime}
            credentials={logIn.variables}
            onSignedIn={goOn}
            onBack={() => logIn.reset()}
          />
        </Suspense>
      </SignInCard>
    )
  return (
    <SignInCard way={way}>
      {refusal ? (
        // One refusal at a time.
        !logIn.error && refusal
      ) : way?.wasRefreshed ? (
        <Refreshed next={next} />
      ) : (
        next && (
          <Notice variant="informative" title="Sign in to go on" level={2}>
            Afterwards you are back where you were.
          </Notice>
        )
      )}
      <form onSubmit={(event) => void submit(event)} noValidate className={fields}>
        <TextField control={form.control} name="username" label="Username" autoComplete="username" autoFocus />
        <TextField
          control={form.control}
          name="password"
          label="Password"
          type="password"
          autoComplete="current-password"
        />
        {logIn.error && (
          <Notice variant="negative" title="You are not signed in" level={2} isLive>
            {logIn.error.message}
          </Notice>
        )}
        <Button variant="accent" type="submit" isPending={logIn.isPending}>
          Log In
        </Button>
      </form>
      {hasOtherWay && <Link href={withNext('/sign-in', next)}>Sign in through your identity provider</Link>}
      {DemoCast && (
        <Suspense>
          <DemoCast onChoose={(username, password) => form.reset({ username, password })} />
        </Suspense>
      )}
    </SignInCard>
  )
}

/** Why somebody who was signed in to Preview is not any more. */
function Refreshed({ next }: Pick<LogInProps, 'next'>) {
  return (
    <Notice variant="informative" title="Preview was refreshed from Production" level={2}>
      Everybody was signed out. Sign in again, as you do in Production
      {next ? ': afterwards you are back where you were.' : '.'}
    </Notice>
  )
}

function SignInCard({ way, children }: { way: SignInWay | undefined; children: ReactNode }) {
  return (
    <div className={page}>
      {way?.productionUrl && <PreviewBanner productionUrl={way.productionUrl} />}
      <main className={centred}>
        <title>Sign in – Latchkey</title>
        <div className={card}>
          <h1 className={heading}>Latchkey</h1>
          {children}
        </div>
      </main>
    </div>
  )
}

const withNext = (path: string, next: string | undefined) => (next ? `${path}?${new URLSearchParams({ next })}` : path)

const page = style({
  display: 'flex',
  flexDirection: 'column',
  minHeight: 'screen',
  backgroundColor: 'layer-1',
})
const centred = style({
  display: 'flex',
  justifyContent: 'center',
  alignItems: 'start',
  paddingX: 16,
  paddingTop: { default: 24, sm: 96 },
  paddingBottom: 24,
})
const card = style({
  font: 'ui',
  display: 'flex',
  flexDirection: 'column',
  rowGap: 24,
  width: 'full',
  maxWidth: 400,
  boxSizing: 'border-box',
  padding: { default: 20, sm: 32 },
  borderRadius: 'xl',
  backgroundColor: 'elevated',
  boxShadow: 'elevated',
})
const heading = style({ font: 'heading-xl', margin: 0 })
const fields = style({ display: 'flex', flexDirection: 'column', rowGap: 20 })
