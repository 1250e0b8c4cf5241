import { Button } from '@react-spectrum/s2/Button'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { zodResolver } from '@hookform/resolvers/zod'
import { useRouter } from '@tanstack/react-router'
import { useForm } from 'react-hook-form'
import { PasswordProof } from '#src/domain/session.ts'
import { DialogForm } from '../forms/DialogForm.tsx'
import { TextField } from '../forms/TextField.tsx'
import { failureOf, type ProofNeeded } from '../http.ts'
import { proveByPassword } from '../queries/signIn.ts'
import { beginSignOn } from '../queries/signOn.ts'
import { useAct } from '../queries/useAct.ts'
import { DialogFrame } from '../ui/DialogFrame.tsx'
import { useSession } from './useSession.ts'

const TITLE = 'Confirm that it is you'

interface Props {
  needed: ProofNeeded
  /** Why, in the backend's words. */
  message: string
  /** Told whether the proof was given. */
  onAnswer: (isProved: boolean) => void
}

/** The question for the password, or for another sign-on. */
export default function AskForProof({ needed, ...props }: Props) {
  return needed === 'password-needed' ? <PasswordAgain {...props} /> : <SignOnAgain {...props} />
}

function PasswordAgain({ message, onAnswer }: Omit<Props, 'needed'>) {
  const { user } = useSession()
  const prove = useAct(proveByPassword())
  const form = useForm({ resolver: zodResolver(PasswordProof), defaultValues: { password: '' } })
  const submit = form.handleSubmit(({ password }) =>
    prove.mutate(password, {
      onSuccess: () => onAnswer(true),
      onError({ field, message }) {
        if (field === 'password') form.setError(field, { message }, { shouldFocus: true })
      },
    }),
  )
  return (
    <DialogFrame
      title={TITLE}
      isPending={prove.isPending}
      failure={prove.error?.field === 'password' ? null : failureOf('Confirming', prove.error)}
      onCancel={() => onAnswer(false)}
      button={
        <Button variant="accent" type="submit" form="proof" isPending={prove.isPending}>
          Confirm
        </Button>
      }
    >
      <DialogForm id="proof" onSubmit={submit}>
        <p className={flat}>{message}</p>
        {/* For password managers, which else would not know whose it is. */}
        <input hidden readOnly autoComplete="username" value={user.email} />
        <TextField
          control={form.control}
          name="password"
          label="Password"
          type="password"
          autoComplete="current-password"
          autoFocus
        />
      </DialogForm>
    </DialogFrame>
  )
}

function SignOnAgain({ message, onAnswer }: Omit<Props, 'needed'>) {
  const router = useRouter()
  const signOn = useAct(beginSignOn())
  const leave = () => signOn.mutate({ purpose: 'sign-on', next: router.state.location.href })
  return (
    <DialogFrame
      title={TITLE}
      isPending={signOn.isPending}
      failure={failureOf('Signing on', signOn.error)}
      onCancel={() => onAnswer(false)}
      button={
        <Button variant="accent" autoFocus isPending={signOn.isPending} onPress={leave}>
          Sign on again
        </Button>
      }
    >
      <p className={flat}>{message} Afterwards you are back on this page.</p>
    </DialogFrame>
  )
}

const flat = style({ margin: 0 })
