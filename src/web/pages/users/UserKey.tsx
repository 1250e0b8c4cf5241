import { Button } from '@react-spectrum/s2/Button'
import { StatusLight } from '@react-spectrum/s2/StatusLight'
import { lazy } from 'react'
import type { UserDetails } from '#src/domain/userList.ts'
import { removeKeyOf } from '../../queries/users.ts'
import { useAct } from '../../queries/useAct.ts'
import { useCloseDialog, useOpenDialog, WhenOpen } from '../../shell/openDialog.tsx'
import { useSession } from '../../shell/useSession.ts'
import { Fact, Facts } from '../../ui/Facts.tsx'
import { Hint, Section } from '../../ui/layout.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/toast.tsx'
import { useFocusAfter } from '../../ui/useFocusAfter.ts'
import { KEY_LABEL, KEY_LIGHT, nameOf } from './labels.ts'

const RemoveKeyDialog = lazy(() => import('./dialogs.tsx').then((dialogs) => ({ default: dialogs.RemoveKeyDialog })))

/** The dates of a user's key. Its value is shown to its owner and to nobody else. */
export function UserKey({ details }: { details: UserDetails }) {
  const { id, key, asOf } = details
  const { user } = useSession()
  const open = useOpenDialog()
  const part = useFocusAfter<HTMLDivElement>(key === null)
  const time = (at: string | null) => (at === null ? 'Never' : <Time at={at} asOf={asOf} timeZone={user.timeZone} />)
  return (
    <Section title="API key">
      {key ? (
        <>
          <Facts>
            <Fact label="State">
              <StatusLight variant={KEY_LIGHT[key.state]}>{KEY_LABEL[key.state]}</StatusLight>
            </Fact>
            <Fact label="Created">{time(key.createdAt)}</Fact>
            <Fact label={key.state === 'active' ? 'Expires' : 'Expired on'}>{time(key.expiresAt)}</Fact>
            <Fact label="Last used">{time(key.lastUsedAt)}</Fact>
          </Facts>
          {key.refusedFor === 'inactive' && (
            <Hint>It is refused while they are inactive, and works again once they are reactivated.</Hint>
          )}
          {key.refusedFor === 'External' && (
            <Hint>It is refused while their licence is External: External users have no access to the API.</Hint>
          )}
          <div>
            <Button variant="secondary" onPress={() => open('remove-key')}>
              Remove key
            </Button>
          </div>
        </>
      ) : (
        <div ref={part} tabIndex={-1}>
          <Hint>They have no API key.</Hint>
        </div>
      )}
      <Removal id={id} name={nameOf(details)} keyId={key?.id ?? null} />
    </Section>
  )
}

/** The dialog of **Remove key**. Once there is no key it closes by itself, whoever removed it. */
function Removal({ id, name, keyId }: { id: string; name: string; keyId: string | null }) {
  const remove = useAct(removeKeyOf(id))
  const close = useCloseDialog()
  // A retry never hits the key after the one that was meant.
  const confirm = () =>
    remove.mutate(remove.variables ?? keyId ?? '', {
      onSuccess: () => {
        toast(`API key of ${name} removed`)
        remove.reset()
      },
    })
  const cancel = () => {
    if (remove.isPending) return
    remove.reset()
    close('remove-key')
  }
  return (
    <WhenOpen dialog="remove-key" isPossible={keyId !== null}>
      <RemoveKeyDialog id={id} name={name} act={remove} onConfirm={confirm} onCancel={cancel} />
    </WhenOpen>
  )
}
