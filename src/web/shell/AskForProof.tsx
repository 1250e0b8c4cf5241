import { Button } from '@react-spectrum/s2/Button'
import { ButtonGroup, Content, Dialog, DialogContainer, Heading } from '@react-spectrum/s2/Dialog'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { zodResolver } from '@hookform/resolvers/zod'
import { useRouter } from '@tanstack/react-router'
import { useEffect, type FormEvent, type ReactNode } from 'react'
import { useForm } from 'react-hook-form'
import { PasswordProof } from '#src/domain/session.ts'
import { TextField } from '../forms/TextField.tsx'
import { failureOf, type ProofNeeded } from '../http.ts'
import { proveByPassword } from '../queries/signIn.ts'
import { beginSignOn } from '../queries/signOn.ts'
import { useAct } from '../queries/useAct.ts'
import { Notice } from '../ui/Notice.tsx'
import { useSession } from './useSession.ts'

interface Props {
  needed: ProofNeeded
  /** Told whether the proof was given. */
  onAnswer: (isProved: boolean) => void
}

/** The question for the password, or for another sign-on. */
export default function AskForProof({ needed, onAnswer }: Props) {
  return needed === 'password-needed' ? (
    <PasswordAgain onAnswer={onAnswer} />
  ) : (
    <SignOnAgain onCancel={() => onAnswer(false)} />
  )
}

function PasswordAgain({ onAnswer }: Pick<Props, 'onAnswer'>) {
  const { user } = useSession()
  const prove = useAct(proveByPassword())
  const form = useForm({ resolver: zodResolver(PasswordProof), defaultValues: { password: '' } })
  const handleSubmit = form.handleSubmit(({ password }) => prove.mutate(password, { onSuccess: () => onAnswer(true) }))
  const submit = (event: FormEvent) => {
    // React passes it on to the form of the page, which has no business with it.
    event.stopPropagation()
    void handleSubmit(event)
  }
  const { setError } = form
  const { error } = prove
  const isOnField = error?.field === 'password'
  useEffect(() => {
    if (isOnField) setError('password', { message: error.message }, { shouldFocus: true })
  }, [isOnField, error, setError])
  return (
    <ProofDialog
      isPending={prove.isPending}
      failure={isOnField ? null : failureOf('Confirming', error)}
      onCancel={() => onAnswer(false)}
      button={
        <Button variant="accent" type="submit" form="proof" isPending={prove.isPending}>
          Confirm
        </Button>
      }
    >
      <form id="proof" onSubmit={submit} noValidate className={column}>
        <p className={flat}>You entered your password more than 10 minutes ago. Enter it again to go on.</p>
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
      </form>
    </ProofDialog>
  )
}

function SignOnAgain({ onCancel }: { onCancel: () => void }) {
  const router = useRouter()
  const signOn = useAct(beginSignOn())
  const leave = () => signOn.mutate({ purpose: 'sign-on', next: router.state.location.href })
  return (
    <ProofDialog
      isPending={signOn.isPending}
      failure={failureOf('Signing on', signOn.error)}
      onCancel={onCancel}
      button={
        <Button variant="accent" autoFocus isPending={signOn.isPending} onPress={leave}>
          Sign on again
        </Button>
      }
    >
      <p className={flat}>
        You signed on more than 10 minutes ago. Sign on again through your identity provider. Afterwards you are back on
        this page, and can go on.
      </p>
    </ProofDialog>
  )
}

interface ProofDialogProps {
  isPending: boolean
  failure: ReturnType<typeof failureOf>
  onCancel: () => void
  /** What gives the proof. */
  button: ReactNode
  children: ReactNode
}

function ProofDialog({ isPending, failure, onCancel, button, children }: ProofDialogProps) {
  return (
    <DialogContainer onDismiss={onCancel}>
      <Dialog size="S" isKeyboardDismissDisabled={isPending}>
        <Heading slot="title">Confirm that it is you</Heading>
        <Content>
          <div className={column}>
            {children}
            {failure && (
              <Notice variant="negative" title={failure.title} isLive>
                {failure.message}
              </Notice>
            )}
          </div>
        </Content>
        <ButtonGroup>
          <Button variant="secondary" fillStyle="outline" isDisabled={isPending} onPress={onCancel}>
            Cancel
          </Button>
          {button}
        </ButtonGroup>
      </Dialog>
    </DialogContainer>
  )
}

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 12 })
const flat = style({ margin: 0 })
