import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { Button } from '@react-spectrum/s2/Button'
import Copy from '@react-spectrum/s2/icons/Copy'
import Visibility from '@react-spectrum/s2/icons/Visibility'
import VisibilityOff from '@react-spectrum/s2/icons/VisibilityOff'
import { StatusLight } from '@react-spectrum/s2/StatusLight'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Text } from '@react-spectrum/s2/Text'
import { useSuspenseQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import type { OwnKey } from '#src/domain/apiKey.ts'
import { generateOwnKey, ownKey, readOwnKey } from '../../queries/keys.ts'
import { useSession } from '../../shell/useSession.ts'
import { Hint, Row, Stack } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/toast.tsx'
import { useAct } from '../../useAct.ts'
import type { Dialog } from './useDialog.ts'

const ResetDialog = lazy(() => import('./dialogs.tsx').then((dialogs) => ({ default: dialogs.ResetDialog })))
const RemoveDialog = lazy(() => import('./dialogs.tsx').then((dialogs) => ({ default: dialogs.RemoveDialog })))

/** **Your User's API Key** (reference §4.3, item 4). A value is in this component's state while it is shown, and nowhere else. */
export function OwnKeyPanel({ dialog }: { dialog: Dialog }) {
  const key = useSuspenseQuery(ownKey()).data
  const [shown, setShown] = useState<{ id: string; value: string } | null>(null)
  const show = (key: OwnKey, value: string) => setShown(key.state === 'none' ? null : { id: key.id, value })
  const generate = useAct(generateOwnKey(show))
  const panel = useFocusAfter(key.state)

  return (
    <div ref={panel} role="group" aria-labelledby="own-key" className={column}>
      <h3 id="own-key" className={heading}>
        Your User’s API Key
      </h3>
      {key.state === 'none' ? (
        <Stack>
          <Button variant="secondary" isPending={generate.isPending} onPress={() => generate.mutate()}>
            Generate API Key
          </Button>
          <Hint>The key acts with your rights: whatever uses it is an administrator.</Hint>
          {generate.error && (
            <Notice variant="negative" title="No key was generated" isLive>
              {generate.error.message}
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
            dialog={dialog}
          />
          <Facts keyData={key} />
        </>
      )}
      <Suspense>
        {dialog.current === 'reset' && key.state !== 'none' && (
          <ResetDialog id={key.id} onReset={show} onClose={dialog.close} />
        )}
        {dialog.current === 'remove' && key.state !== 'none' && <RemoveDialog id={key.id} onClose={dialog.close} />}
      </Suspense>
    </div>
  )
}

interface KeyBoxProps {
  id: string
  /** Null while the value is masked. */
  value: string | null
  onShow: (value: string) => void
  onHide: () => void
  dialog: Dialog
}

function KeyBox({ id, value, onShow, onHide, dialog }: KeyBoxProps) {
  const read = useAct(readOwnKey(onShow))
  const copy = useAct(readOwnKey((value) => putOnClipboard(value)))
  const [isCopyBlocked, setCopyBlocked] = useState(false)

  async function putOnClipboard(value: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(value)
      setCopyBlocked(false)
      toast('API key copied')
    } catch {
      setCopyBlocked(true)
    }
  }
  // After a reset, what went wrong with the key before says nothing about this one.
  const failure = [read, copy].find(({ variables }) => variables === id)?.error
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
        <ActionButton isPending={read.isPending} onPress={() => (value === null ? read.mutate(id) : onHide())}>
          {value === null ? <Visibility /> : <VisibilityOff />}
          <Text>{value === null ? 'Show' : 'Hide'}</Text>
        </ActionButton>
        <ActionButton
          isPending={copy.isPending}
          onPress={() => (value === null ? copy.mutate(id) : void putOnClipboard(value))}
        >
          <Copy />
          <Text>Copy</Text>
        </ActionButton>
        <ActionButton onPress={() => dialog.open('reset')}>Reset</ActionButton>
        <ActionButton onPress={() => dialog.open('remove')}>Remove</ActionButton>
      </Row>
      {isCopyBlocked && (
        <Notice variant="negative" title="The browser did not allow copying" isLive>
          Press Show, select the key and copy it by hand.
        </Notice>
      )}
      {failure && (
        <Notice variant="negative" title="The key cannot be read now" isLive>
          {failure.message}
        </Notice>
      )}
    </>
  )
}

function Facts({ keyData: { state, createdAt, expiresAt, asOf } }: { keyData: Exclude<OwnKey, { state: 'none' }> }) {
  const { timeZone } = useSession().user
  const time = (at: string) => <Time at={at} asOf={asOf} timeZone={timeZone} />
  return (
    <dl className={facts}>
      <dt className={term}>State</dt>
      <dd className={fact}>
        <StatusLight variant={state === 'active' ? 'positive' : 'negative'}>
          {state === 'active' ? 'Active' : 'Expired'}
        </StatusLight>
      </dd>
      <dt className={term}>Created</dt>
      <dd className={fact}>{time(createdAt)}</dd>
      <dt className={term}>{state === 'active' ? 'Expires' : 'Expired on'}</dt>
      <dd className={fact}>{expiresAt ? time(expiresAt) : 'Never'}</dd>
    </dl>
  )
}

/** When an act makes the button that had the focus disappear, the focus goes to the first button that took its place. */
function useFocusAfter(state: OwnKey['state']) {
  const panel = useRef<HTMLDivElement>(null)
  const before = useRef(state)
  useEffect(() => {
    if ((before.current === 'none') !== (state === 'none')) panel.current?.querySelector('button')?.focus()
    before.current = state
  }, [state])
  return panel
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
const facts = style({
  display: 'grid',
  gridTemplateColumns: { default: '1fr', xs: 'auto 1fr' },
  columnGap: 24,
  rowGap: { default: 0, xs: 4 },
  alignItems: 'center',
  margin: 0,
  font: 'ui',
})
const term = style({ color: 'neutral-subdued' })
const fact = style({ margin: 0, marginBottom: { default: 8, xs: 0 } })
