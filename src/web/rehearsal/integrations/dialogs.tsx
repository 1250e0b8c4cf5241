import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { Button } from '@react-spectrum/s2/Button'
import { ButtonGroup, Content, Dialog, DialogContainer, Heading } from '@react-spectrum/s2/Dialog'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { zodResolver } from '@hookform/resolvers/zod'
import { useId, type ReactNode } from 'react'
import { useForm } from 'react-hook-form'
import { Consent, EnteredKey, INTEGRATIONS, type IntegrationId } from '#src/rehearsal/integrations.ts'
import { DEMO_PASSWORD } from '#src/rehearsal/organisation.ts'
import { TextField } from '../../forms/TextField.tsx'
import { failureOf } from '../../http.ts'
import { useAct } from '../../queries/useAct.ts'
import { useSession } from '../../shell/useSession.ts'
import { Hint, Stack } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { toast } from '../../ui/toast.tsx'
import { connect, enterKey } from './queries.ts'

interface Props {
  id: IntegrationId
  onClose: () => void
}

/** **Connect** and **Reconnect**: what happens, and the password that has it happen. */
export function ConnectDialog({ id, isReconnecting, onClose }: Props & { isReconnecting: boolean }) {
  const { name } = INTEGRATIONS[id]
  const verb = isReconnecting ? 'Reconnect' : 'Connect'
  const act = useAct(connect(id))
  const form = useForm({ resolver: zodResolver(Consent), defaultValues: { password: '' } })
  const submit = form.handleSubmit((consent) =>
    act.mutate(consent, {
      onSuccess() {
        toast(`${name} is connected`)
        onClose()
      },
    }),
  )
  const failure = failureOf(`${verb}ing`, act.error)
  return (
    <FormDialog
      title={`${verb} ${name}?`}
      submitLabel={verb}
      isPending={act.isPending}
      onSubmit={() => void submit()}
      onCancel={onClose}
    >
      <p className={plain}>
        {name} gets your API key and acts as you, with all your rights. It logs in to Workfront with your password this
        once and asks for the key: the one you have if it works, else a new one. It does not keep the password.
      </p>
      <TextField
        control={form.control}
        name="password"
        label="Workfront password"
        type="password"
        autoComplete="current-password"
        autoFocus
      />
      <ActionButton
        isQuiet
        size="S"
        onPress={() => form.setValue('password', DEMO_PASSWORD, { shouldValidate: form.formState.isSubmitted })}
      >
        Fill in the demo password
      </ActionButton>
      {failure && (
        <Notice variant="negative" title={failure.title} isLive>
          {failure.message} If you have your key at hand, you can enter it instead.
        </Notice>
      )}
    </FormDialog>
  )
}

/** **Enter a key**: tried with a real call before it takes the place of what the application holds. */
export function KeyDialog({ id, onClose }: Props) {
  const { name } = INTEGRATIONS[id]
  const { isAdministrator } = useSession().user
  const act = useAct(enterKey(id))
  const form = useForm({ resolver: zodResolver(EnteredKey), defaultValues: { key: '' } })
  const submit = form.handleSubmit((entered) =>
    act.mutate(entered, {
      onSuccess() {
        toast(`${name} is connected`)
        onClose()
      },
      onError({ field, message }) {
        if (field === 'key') form.setError('key', { message }, { shouldFocus: true })
      },
    }),
  )
  const failure = act.error?.field ? null : failureOf('Entering the key', act.error)
  return (
    <FormDialog
      title={`Enter a key for ${name}`}
      submitLabel="Use key"
      isPending={act.isPending}
      onSubmit={() => void submit()}
      onCancel={onClose}
    >
      <p className={plain}>
        {name} tries the key first. If Workfront accepts it, it takes the place of what {name} holds now.
      </p>
      {/* Like a password: nobody else has to read it. */}
      <TextField control={form.control} name="key" label="API key" type="password" autoComplete="off" autoFocus />
      <Hint>
        {isAdministrator
          ? 'Your key is in Setup > System > Customer Info, where it can be copied.'
          : 'Your key can be had through the API, with your user name and password: the action is getApiKey.'}
      </Hint>
      {failure && (
        <Notice variant="negative" title={failure.title} isLive>
          {failure.message}
        </Notice>
      )}
    </FormDialog>
  )
}

interface FormDialogProps {
  title: string
  submitLabel: string
  isPending: boolean
  onSubmit: () => void
  onCancel: () => void
  children: ReactNode
}

/** A form over the page. It stays open until what it asks for has been done. */
function FormDialog({ title, submitLabel, isPending, onSubmit, onCancel, children }: FormDialogProps) {
  const form = useId()
  const cancel = () => !isPending && onCancel()
  return (
    <DialogContainer onDismiss={cancel}>
      <Dialog size="S" isKeyboardDismissDisabled={isPending}>
        <Heading slot="title">{title}</Heading>
        <Content>
          <form
            id={form}
            noValidate
            onSubmit={(event) => {
              event.preventDefault()
              onSubmit()
            }}
          >
            <Stack>{children}</Stack>
          </form>
        </Content>
        <ButtonGroup>
          <Button variant="secondary" fillStyle="outline" isDisabled={isPending} onPress={cancel}>
            Cancel
          </Button>
          <Button variant="accent" type="submit" form={form} isPending={isPending}>
            {submitLabel}
          </Button>
        </ButtonGroup>
      </Dialog>
    </DialogContainer>
  )
}

const plain = style({ margin: 0 })
