import { Button } from '@react-spectrum/s2/Button'
import { StatusLight } from '@react-spectrum/s2/StatusLight'
import { lazy, useEffect } from 'react'
import type { UserDetails } from '#src/domain/userList.ts'
import { failureOf, type ApiError } from '../../http.ts'
import { deactivateUser, reactivateUser, setOneTimePassword, unlockUser } from '../../queries/users.ts'
import { useAct } from '../../queries/useAct.ts'
import { useCloseDialog, useOpenDialog, WhenOpen } from '../../shell/openDialog.tsx'
import { useSession } from '../../shell/useSession.ts'
import { Fact, Facts } from '../../ui/Facts.tsx'
import { Hint, Row, Section } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/toast.tsx'
import { useFocusAfter } from '../../ui/useFocusAfter.ts'
import { nameOf, STATUS_LABEL, STATUS_LIGHT } from './labels.ts'

const loadDialogs = () => import('./dialogs.tsx')
const DeactivateDialog = lazy(() => loadDialogs().then((dialogs) => ({ default: dialogs.DeactivateDialog })))
const OneTimePasswordDialog = lazy(() => loadDialogs().then((dialogs) => ({ default: dialogs.OneTimePasswordDialog })))

/** Whether somebody can sign in, and with what. All of it acts at once and does not need Save. */
export function UserActs({ details }: { details: UserDetails }) {
  const { id, status, asOf, whyNotDeactivate, whyNoOneTimePassword } = details
  const name = nameOf(details)
  const { user } = useSession()
  const open = useOpenDialog()
  const reactivate = useAct(reactivateUser(id))
  const unlock = useAct(unlockUser(id))
  const acts = useFocusAfter<HTMLDivElement>(status)
  useEffect(() => void loadDialogs(), [])
  const time = (at: string) => <Time at={at} asOf={asOf} timeZone={user.timeZone} />
  const reasons = [status === 'inactive' ? null : whyNotDeactivate, whyNoOneTimePassword]
  return (
    <Section title="Sign-in">
      <Facts>
        <Fact label="Status">
          <StatusLight variant={STATUS_LIGHT[status]}>{STATUS_LABEL[status]}</StatusLight>
        </Fact>
        {status === 'locked' && details.lockedUntil && <Fact label="Locked until">{time(details.lockedUntil)}</Fact>}
        <Fact label="Last login">{details.lastLoginDate ? time(details.lastLoginDate) : 'Never'}</Fact>
        <Fact label="Password">
          <Password details={details} />
        </Fact>
      </Facts>
      <div ref={acts}>
        <Row>
          {status === 'locked' && (
            <Button
              variant="secondary"
              isPending={unlock.isPending}
              onPress={() => unlock.mutate(undefined, { onSuccess: () => toast(`${name} unlocked`) })}
            >
              Unlock
            </Button>
          )}
          {status === 'inactive' ? (
            <Button
              variant="secondary"
              isPending={reactivate.isPending}
              onPress={() => reactivate.mutate(undefined, { onSuccess: () => toast(`${name} reactivated`) })}
            >
              Reactivate
            </Button>
          ) : (
            <Button variant="secondary" isDisabled={whyNotDeactivate !== null} onPress={() => open('deactivate')}>
              Deactivate
            </Button>
          )}
          <Button
            variant="secondary"
            isDisabled={whyNoOneTimePassword !== null}
            onPress={() => open('one-time-password')}
          >
            Set one-time password
          </Button>
        </Row>
      </div>
      {[...new Set(reasons)].map((reason) => reason !== null && <Hint key={reason}>{reason}</Hint>)}
      <Failure act="Reactivating" error={reactivate.error} />
      <Failure act="Unlocking" error={unlock.error} />
      <Deactivation
        id={id}
        name={name}
        hasKey={details.key !== null}
        isPossible={status !== 'inactive' && whyNotDeactivate === null}
      />
      <NewPassword id={id} name={name} isPossible={whyNoOneTimePassword === null} />
    </Section>
  )
}

function Password({ details }: { details: UserDetails }) {
  const { user } = useSession()
  if (!details.hasPassword) return 'None'
  return (
    <span>
      {details.mustChangePassword ? 'One-time, set ' : 'Set '}
      <Time at={details.passwordDate} asOf={details.asOf} timeZone={user.timeZone} />
    </span>
  )
}

function Failure({ act, error }: { act: string; error: ApiError | null }) {
  const failure = failureOf(act, error)
  return (
    failure && (
      <Notice variant="negative" title={failure.title} isLive>
        {failure.message}
      </Notice>
    )
  )
}

interface ActProps {
  id: string
  name: string
  isPossible: boolean
}

function Deactivation({ id, name, hasKey, isPossible }: ActProps & { hasKey: boolean }) {
  const deactivate = useAct(deactivateUser(id))
  const close = useCloseDialog()
  const confirm = () => deactivate.mutate(undefined, { onSuccess: () => toast(`${name} deactivated`) })
  const cancel = () => {
    if (deactivate.isPending) return
    deactivate.reset()
    close('deactivate')
  }
  // Once they are inactive it closes by itself, whoever did it.
  return (
    <WhenOpen dialog="deactivate" isPossible={isPossible}>
      <DeactivateDialog id={id} name={name} hasKey={hasKey} act={deactivate} onConfirm={confirm} onCancel={cancel} />
    </WhenOpen>
  )
}

function NewPassword({ id, name, isPossible }: ActProps) {
  const set = useAct(setOneTimePassword(id))
  const close = useCloseDialog()
  const confirm = (newPassword: string) =>
    set.mutate(newPassword, {
      onSuccess: () => {
        toast(`${name} has a one-time password`)
        close('one-time-password')
        set.reset()
      },
    })
  const cancel = () => {
    if (set.isPending) return
    set.reset()
    close('one-time-password')
  }
  return (
    <WhenOpen dialog="one-time-password" isPossible={isPossible}>
      <OneTimePasswordDialog name={name} act={set} onConfirm={confirm} onCancel={cancel} />
    </WhenOpen>
  )
}
