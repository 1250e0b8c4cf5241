import { Button } from '@react-spectrum/s2/Button'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import type { Credentials } from '#src/domain/session.ts'
import { changeExpiredPassword, passwordPolicy } from '../../queries/password.ts'
import { useAct } from '../../queries/useAct.ts'
import { Row } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { NewPasswordFields, NewPasswordForm } from './NewPasswordFields.tsx'

interface Props {
  /** What was typed at the sign-in form, and is right. */
  credentials: Credentials
  /** Whether an administrator has chosen it, and it is not its age that ended it. */
  isOneTime: boolean
  onSignedIn: () => void
  onBack: () => void
}

/** In place of the sign-in form: a new password, and one is signed in with it. */
export default function RenewPassword({ credentials, isOneTime, onSignedIn, onBack }: Props) {
  const change = useAct(changeExpiredPassword())
  const { data: policy } = useQuery(passwordPolicy())
  const form = useForm({ resolver: zodResolver(NewPasswordForm), defaultValues: { newPassword: '', again: '' } })
  const submit = form.handleSubmit(({ newPassword }) =>
    change.mutate(
      { ...credentials, newPassword },
      {
        onSuccess: onSignedIn,
        onError({ field, message }) {
          if (field === 'newPassword') form.setError(field, { message }, { shouldFocus: true })
        },
      },
    ),
  )
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className={fields}>
      <Notice
        variant="notice"
        title={isOneTime ? 'An administrator has set your password' : 'Your password has expired'}
        level={2}
        isLive
      >
        Choose a new one to sign in as {credentials.username}.
      </Notice>
      {/* Tells a password manager whose password this is. */}
      <input type="text" autoComplete="username" value={credentials.username} readOnly hidden />
      <NewPasswordFields control={form.control} policy={policy} autoFocus />
      {change.error && !change.error.field && (
        <Notice variant="negative" title="You are not signed in" level={2} isLive>
          {change.error.message} If you changed it a moment ago, go back and log in with the new password.
        </Notice>
      )}
      <Row>
        <Button variant="accent" type="submit" isPending={change.isPending}>
          Change and log in
        </Button>
        <Button variant="secondary" fillStyle="outline" isDisabled={change.isPending} onPress={onBack}>
          Back
        </Button>
      </Row>
    </form>
  )
}

const fields = style({ display: 'flex', flexDirection: 'column', rowGap: 20 })
