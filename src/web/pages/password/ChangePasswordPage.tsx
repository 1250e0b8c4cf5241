import { Button } from '@react-spectrum/s2/Button'
import { Link } from '@react-spectrum/s2/Link'
import Lock from '@react-spectrum/s2/icons/Lock'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { zodResolver } from '@hookform/resolvers/zod'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useForm, type Control } from 'react-hook-form'
import { PASSWORDS_ELSEWHERE } from '#src/domain/authentication.ts'
import type { OwnPassword } from '#src/domain/newPassword.ts'
import { TextField } from '../../forms/TextField.tsx'
import { failureOf } from '../../http.ts'
import { changePassword, ownPassword } from '../../queries/password.ts'
import { useAct } from '../../queries/useAct.ts'
import { useSession } from '../../shell/useSession.ts'
import { Content, Hint, Prose, Row } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/toast.tsx'
import { ChangePasswordForm, NewPasswordFields, type NewPasswordForm } from './NewPasswordFields.tsx'

export function ChangePasswordPage() {
  const { platformMode } = useSession()
  return (
    <>
      <PageHeader eyebrow="Your account" title="Change password" icon={<Lock />} />
      <Content>
        {platformMode === 'classic' ? <OwnPasswordHere /> : <Prose>{PASSWORDS_ELSEWHERE} Change yours there.</Prose>}
      </Content>
    </>
  )
}

function OwnPasswordHere() {
  const own = useSuspenseQuery(ownPassword()).data
  if (own.hasPassword) return <ChangePassword own={own} />
  return (
    <Prose>
      You have no Workfront password, because you sign in through your identity provider.{' '}
      {own.changePasswordUrl === null ? (
        'The password that you sign in with is changed there.'
      ) : (
        <>
          The password that you sign in with is changed there: <AtProvider url={own.changePasswordUrl} />.
        </>
      )}
    </Prose>
  )
}

const AtProvider = ({ url }: { url: string }) => (
  <Link href={url} target="_blank">
    change it at your identity provider
  </Link>
)

function ChangePassword({ own }: { own: OwnPassword }) {
  const router = useRouter()
  const change = useAct(changePassword())
  const form = useForm({
    resolver: zodResolver(ChangePasswordForm),
    defaultValues: { password: '', newPassword: '', again: '' },
  })
  const { control } = form
  const submit = form.handleSubmit(({ password, newPassword }) =>
    change.mutate(
      { password, newPassword },
      {
        onSuccess() {
          toast('Password changed')
          void router.navigate({ to: '/' })
        },
        onError({ field, message }) {
          if (field === 'password' || field === 'newPassword') form.setError(field, { message }, { shouldFocus: true })
        },
      },
    ),
  )
  const leave = () => (router.history.canGoBack() ? router.history.back() : void router.navigate({ to: '/' }))
  const failure = change.error?.field ? null : failureOf('Changing', change.error)
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className={fields}>
      {own.changePasswordUrl !== null && (
        <Notice variant="informative" title="You sign in through your identity provider" level={2}>
          The password that you sign in with is changed there: <AtProvider url={own.changePasswordUrl} />. Below you
          change your Workfront password, which is refused while single sign-on is enabled.
        </Notice>
      )}
      <Expiry own={own} />
      {/* Tells a password manager whose password this is. */}
      <input type="text" autoComplete="username" value={own.username} readOnly hidden />
      <TextField
        control={control}
        name="password"
        label="Current password"
        type="password"
        autoComplete="current-password"
      />
      {/* Its fields are among those of this form. */}
      <NewPasswordFields control={control as unknown as Control<NewPasswordForm>} policy={own.policy} />
      {failure && (
        <Notice variant="negative" title={failure.title} level={2} isLive autoFocus>
          {failure.message} If your current password is no longer accepted, it has been changed: the new one is yours.
        </Notice>
      )}
      <Row>
        <Button variant="accent" type="submit" isPending={change.isPending}>
          Change password
        </Button>
        <Button variant="secondary" fillStyle="outline" isDisabled={change.isPending} onPress={leave}>
          Cancel
        </Button>
      </Row>
    </form>
  )
}

function Expiry({ own: { expiresAt, asOf } }: { own: OwnPassword }) {
  const { user } = useSession()
  if (expiresAt === null) return null
  const time = <Time at={expiresAt} asOf={asOf} timeZone={user.timeZone} />
  return expiresAt <= asOf ? (
    <Notice variant="negative" title="Your password has expired" level={2}>
      It expired on {time}. You will need a new one to sign in again.
    </Notice>
  ) : (
    <Hint>Your password expires on {time}.</Hint>
  )
}

const fields = style({ display: 'flex', flexDirection: 'column', rowGap: 20, maxWidth: 400 })
