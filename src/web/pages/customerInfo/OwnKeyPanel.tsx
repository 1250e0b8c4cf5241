import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { Button } from '@react-spectrum/s2/Button'
import { Link } from '@react-spectrum/s2/Link'
import Copy from '@react-spectrum/s2/icons/Copy'
import Visibility from '@react-spectrum/s2/icons/Visibility'
import VisibilityOff from '@react-spectrum/s2/icons/VisibilityOff'
import { StatusLight } from '@react-spectrum/s2/StatusLight'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Text } from '@react-spectrum/s2/Text'
import { useSuspenseQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import type { OwnKey } from '#src/domain/ownKey.ts'
import { failureOf } from '../../http.ts'
import { generateOwnKey, ownKey, readOwnKey, removeOwnKey, resetOwnKey, type Purpose } from '../../queries/keys.ts'
import { useSession } from '../../shell/useSession.ts'
import { Fact, Facts } from '../../ui/Facts.tsx'
import { Hint, Row, Stack } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/toast.tsx'
import { useClipboard } from '../../ui/useClipboard.ts'
import { useFocusAfter } from '../../ui/useFocusAfter.ts'
import { useAct } from '../../queries/useAct.ts'
import { useCloseDialog, useOpenDialog, WhenOpen } from '../../shell/openDialog.tsx'

const KeyUse = lazy(() => import('./KeyUse.tsx'))
const ResetDialog = lazy(() => import('./dialogs.tsx').then((dialogs) => ({ default: dialogs.ResetDialog })))
const RefreshWarning = lazy(() => import('../../consequences/RefreshWarning.tsx'))
const RemoveDialog = lazy(() => import('./dialogs.tsx').then((dialogs) => ({ default: dialogs.RemoveDialog })))

/** **Your User's API Key** (reference §4.3, item 4). A value is in this component's state while it is shown, and nowhere else. */
export function OwnKeyPanel() {
  const key = useSuspenseQuery(ownKey()).data
  const { platformMode, environment } = useSession()
  const [shown, setShown] = useState<{ id: string; value: string } | null>(null)
  const show = (key: OwnKey, value: string) => setShown(key.state === 'none' ? null : { id: key.id, value })
  const generate = useAct(generateOwnKey(show))
  const panel = useFocusAfter<HTMLDivElement>(key.state === 'none')
  const failure = failureOf('Generating', generate.error)

  return (
    <div ref={panel} role="group" aria-labelledby="own-key" className={column}>
      <h3 id="own-key" className={heading}>
        Your User&apos;s API Key
      </h3>
      {key.state === 'none' ? (
        <Stack>
          <Hint>The key acts with your rights: whatever uses it is an administrator.</Hint>
          {environment === 'preview' && (
            <Suspense>
              <RefreshWarning act="generate" />
            </Suspense>
          )}
          <Button variant="secondary" isPending={generate.isPending} onPress={() => generate.mutate()}>
            Generate API Key
          </Button>
          {platformMode === 'classic' && (
            <Hint>
              Keys can also be generated through the API: see the <Link href="/api-reference">API reference</Link>.
            </Hint>
          )}
          {failure && (
            <Notice variant="negative" title={failure.title} isLive>
              {failure.message}
            </Notice>
          )}
        </Stack>
      ) : (
        <>
          <KeyBox
            id={key.id}
            value={shown?.id === key.id ? shown.value : null}
            onShow={(value) => setShown({ id: key.id, value })}
            onHide={() => setShown(null)}
          />
          <KeyFacts keyData={key} />
        </>
      )}
      <ResetKey ownKey={key} onReset={show} />
      <RemoveKey ownKey={key} />
    </div>
  )
}

/** The dialog of **Reset**. It stays aimed at the key it was opened for, so a retry never hits the key after that. */
function ResetKey({ ownKey, onReset }: { ownKey: OwnKey; onReset: (key: OwnKey, value: string) => void }) {
  const reset = useAct(resetOwnKey(onReset))
  const close = useCloseDialog()
  const id = reset.variables ?? (ownKey.state === 'none' ? '' : ownKey.id)
  const confirm = () => {
    reset.mutate(id, {
      onSuccess: () => {
        toast('API key reset')
        close('reset')
        reset.reset()
      },
    })
  }
  const cancel = () => {
    if (reset.isPending) return
    reset.reset()
    close('reset')
  }
  return (
    <WhenOpen dialog="reset" isPossible={ownKey.state !== 'none'}>
      <ResetDialog keyId={id} act={reset} onConfirm={confirm} onCancel={cancel} />
    </WhenOpen>
  )
}

/** The dialog of **Remove**. Once there is no key it closes by itself, whoever removed it. */
function RemoveKey({ ownKey }: { ownKey: OwnKey }) {
  const remove = useAct(removeOwnKey())
  const id = ownKey.state === 'none' ? '' : ownKey.id
  const close = useCloseDialog()
  const cancel = () => {
    if (remove.isPending) return
    remove.reset()
    close('remove')
  }
  return (
    <WhenOpen dialog="remove" isPossible={ownKey.state !== 'none'}>
      <RemoveDialog
        keyId={id}
        act={remove}
        onConfirm={() => remove.mutate(id, { onSuccess: () => toast('API key removed') })}
        onCancel={cancel}
      />
    </WhenOpen>
  )
}

interface KeyBoxProps {
  id: string
  /** Null while the value is masked. */
  value: string | null
  onShow: (value: string) => void
  onHide: () => void
}

function KeyBox({ id, value, onShow, onHide }: KeyBoxProps) {
  const { copy, isBlocked } = useClipboard('API key copied')
  const read = useAct(readOwnKey(async (value, purpose) => (purpose === 'show' ? onShow(value) : copy(value))))
  const openDialog = useOpenDialog()
  const isReading = (purpose: Purpose) => read.isPending && read.variables.purpose === purpose
  return (
    <>
      <Row>
        <code className={box}>
          {value ?? (
            <>
              <span aria-hidden="true" className={dots}>
                {'•'.repeat(32)}
              </span>
              <span className={unseen}>Hidden. Press Show to see it.</span>
            </>
          )}
        </code>
        <ActionButton
          isPending={isReading('show')}
          onPress={() => (value === null ? read.mutate({ id, purpose: 'show' }) : onHide())}
        >
          {value === null ? <Visibility /> : <VisibilityOff />}
          <Text>{value === null ? 'Show' : 'Hide'}</Text>
        </ActionButton>
        <ActionButton
          isPending={isReading('copy')}
          onPress={() => (value === null ? read.mutate({ id, purpose: 'copy' }) : void copy(value))}
        >
          <Copy />
          <Text>Copy</Text>
        </ActionButton>
        <ActionButton onPress={() => openDialog('reset')}>Reset</ActionButton>
        <ActionButton onPress={() => openDialog('remove')}>Remove</ActionButton>
      </Row>
      {isBlocked && (
        <Notice variant="negative" title="The browser did not allow copying" isLive>
          Press Show, select the key and copy it by hand.
        </Notice>
      )}
      {/* After a reset, what went wrong with the key before says nothing about this one. */}
      {read.error && read.variables?.id === id && (
        <Notice variant="negative" title="The key cannot be read now" isLive>
          {read.error.message}
        </Notice>
      )}
    </>
  )
}

function KeyFacts({
  keyData: { state, id, createdAt, expiresAt, asOf },
}: {
  keyData: Exclude<OwnKey, { state: 'none' }>
}) {
  const { timeZone } = useSession().user
  const time = (at: string) => <Time at={at} asOf={asOf} timeZone={timeZone} />
  return (
    <Facts>
      <Fact label="State">
        <StatusLight variant={state === 'active' ? 'positive' : 'negative'}>
          {state === 'active' ? 'Active' : 'Expired'}
        </StatusLight>
      </Fact>
      <Fact label="Created">{time(createdAt)}</Fact>
      <Fact label={state === 'active' ? 'Expires' : 'Expired on'}>{expiresAt ? time(expiresAt) : 'Never'}</Fact>
      <Suspense fallback={<Fact label="Last used" />}>
        <KeyUse keyId={id} />
      </Suspense>
    </Facts>
  )
}

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 12 })
const heading = style({ font: 'title', margin: 0 })
const box = style({
  font: 'code-sm',
  display: 'block',
  minWidth: { default: 'full', sm: '[33ch]' },
  flexGrow: 0,
  boxSizing: 'border-box',
  paddingX: 12,
  paddingY: 8,
  borderWidth: 1,
  borderStyle: 'solid',
  borderColor: 'gray-300',
  borderRadius: 'default',
  backgroundColor: 'layer-1',
  overflowWrap: 'anywhere',
})
const dots = style({ display: 'block', whiteSpace: 'nowrap', overflow: 'hidden' })
const unseen = style({
  position: 'absolute',
  size: 1,
  overflow: 'hidden',
  clipPath: '[inset(50%)]',
  whiteSpace: 'nowrap',
})
