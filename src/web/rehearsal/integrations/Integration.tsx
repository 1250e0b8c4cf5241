import { Button } from '@react-spectrum/s2/Button'
import Cloud from '@react-spectrum/s2/icons/Cloud'
import DevicePhone from '@react-spectrum/s2/icons/DevicePhone'
import Folder from '@react-spectrum/s2/icons/Folder'
import Images from '@react-spectrum/s2/icons/Images'
import { StatusLight } from '@react-spectrum/s2/StatusLight'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery } from '@tanstack/react-query'
import { lazy, useEffect, useId, useRef } from 'react'
import { INTEGRATIONS, type Connection, type IntegrationId } from '#src/rehearsal/integrations.ts'
import { failureOf } from '../../http.ts'
import { useAct } from '../../queries/useAct.ts'
import { useCloseDialog, useOpenDialog, WhenOpen } from '../../shell/openDialog.tsx'
import { useSession } from '../../shell/useSession.ts'
import { Card } from '../../ui/Card.tsx'
import { Hint, Row } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { absoluteTime } from '../../ui/Time.tsx'
import { toast } from '../../ui/toast.tsx'
import { disconnect, integration } from './queries.ts'

const ConnectDialog = lazy(() => import('./dialogs.tsx').then((dialogs) => ({ default: dialogs.ConnectDialog })))
const KeyDialog = lazy(() => import('./dialogs.tsx').then((dialogs) => ({ default: dialogs.KeyDialog })))

/** Nobody's logo: what each is about. */
const ICON = { dropbox: Folder, 'google-drive': Cloud, 'workfront-dam': Images, mobile: DevicePhone }

/** How an integration stands: what it answered, that it does not answer, or that it has not yet. */
type Standing = Connection | { state: 'silent' | 'asking' }

const LIGHT: Record<Standing['state'], { variant: 'neutral' | 'positive' | 'negative' | 'notice'; label: string }> = {
  asking: { variant: 'neutral', label: 'Checking' },
  'not-connected': { variant: 'neutral', label: 'Not connected' },
  connected: { variant: 'positive', label: 'Connected' },
  refused: { variant: 'negative', label: 'Reconnect needed' },
  'no-answer': { variant: 'notice', label: 'No answer' },
  silent: { variant: 'notice', label: 'No answer' },
}

/** One integration with its state, which it alone is asked for: whoever is slow or silent keeps nobody waiting. */
export function Integration({ id }: { id: IntegrationId }) {
  const { name } = INTEGRATIONS[id]
  const { user } = useSession()
  const { data, isFetching, errorUpdatedAt, dataUpdatedAt, refetch } = useQuery(integration(id))
  const forget = useAct(disconnect(id))
  const openDialog = useOpenDialog()
  const close = useCloseDialog()
  const heading = useId()
  // Asking again takes the error away, but not that there was no answer so far.
  const hasFailed = errorUpdatedAt > dataUpdatedAt
  const isTried = hasFailed || data?.state === 'no-answer'
  const standing: Standing =
    isTried && isFetching ? { state: 'asking' } : hasFailed ? { state: 'silent' } : (data ?? { state: 'asking' })
  const { card, takeFocus } = useFocusOnChange(standing.state)
  const failure = failureOf('Disconnecting', forget.error)
  const hasKey = data?.state === 'connected' || data?.state === 'refused'
  const { variant, label } = LIGHT[standing.state]
  const Icon = ICON[id]

  return (
    <div ref={card}>
      <Card labelledBy={heading}>
        <div className={head}>
          <Icon />
          <h2 id={heading} className={title}>
            {name}
          </h2>
        </div>
        {/* Announced when it changes. When that was is not part of it: the time changes with each look. */}
        <div role="status" className={status}>
          <StatusLight variant={variant}>{label}</StatusLight>
          <div className={words}>{sentence(standing, name, user.id)}</div>
        </div>
        {'checkedAt' in standing && (
          <Hint>
            Checked on <time dateTime={standing.checkedAt}>{absoluteTime(standing.checkedAt, user.timeZone)}</time>
          </Hint>
        )}
        {failure && (
          <Notice variant="negative" title={failure.title} isLive>
            {failure.message}
          </Notice>
        )}
        <div className={buttons}>
          <Row>
            {isTried && (
              <Button
                variant="secondary"
                aria-label={`Try again: ${name}`}
                isPending={isFetching}
                onPress={() => {
                  takeFocus()
                  void refetch()
                }}
              >
                Try again
              </Button>
            )}
            {data && !isTried && (
              <>
                <Button
                  variant={data.state === 'refused' ? 'accent' : 'secondary'}
                  aria-label={`${hasKey ? 'Reconnect' : 'Connect'} ${name}`}
                  onPress={() => openDialog(`connect-${id}`)}
                >
                  {hasKey ? 'Reconnect' : 'Connect'}
                </Button>
                <Button
                  variant="secondary"
                  fillStyle="outline"
                  aria-label={`Enter a key for ${name}`}
                  onPress={() => openDialog(`key-${id}`)}
                >
                  Enter a key
                </Button>
              </>
            )}
            {hasKey && !isTried && (
              <Button
                variant="secondary"
                fillStyle="outline"
                aria-label={`Disconnect ${name}`}
                isPending={forget.isPending}
                onPress={() => {
                  takeFocus()
                  forget.mutate(undefined, { onSuccess: () => toast(`${name} disconnected`) })
                }}
              >
                Disconnect
              </Button>
            )}
          </Row>
        </div>
      </Card>
      <WhenOpen dialog={`connect-${id}`}>
        <ConnectDialog id={id} isReconnecting={hasKey} onClose={() => close(`connect-${id}`)} />
      </WhenOpen>
      <WhenOpen dialog={`key-${id}`}>
        <KeyDialog id={id} onClose={() => close(`key-${id}`)} />
      </WhenOpen>
    </div>
  )
}

/** What happened, and what there is to do. */
function sentence(standing: Standing, name: string, userId: string): string {
  switch (standing.state) {
    case 'asking':
      return `Asking ${name}…`
    case 'not-connected':
      return `${name} holds no key of yours.`
    case 'connected':
      return standing.account.id === userId
        ? `As ${standing.account.name}.`
        : `As ${standing.account.name}, not as you: the key that was entered is theirs.`
    case 'refused':
      return `Workfront refuses the key that ${name} holds: it was reset or removed, or it has expired. Reconnect, or enter the key that you have now.`
    case 'no-answer':
      return `${name} got no answer from Workfront, so nobody knows whether its key still works.`
    case 'silent':
      return `${name} does not answer. The others are not affected.`
  }
}

/** Where the button that was pressed is gone once its act is done, the focus goes to the first that took its place. */
function useFocusOnChange(state: Standing['state']) {
  const card = useRef<HTMLDivElement>(null)
  const isWanted = useRef(false)
  useEffect(() => {
    if (!isWanted.current || state === 'asking') return
    isWanted.current = false
    if (document.activeElement === document.body) card.current?.querySelector('button')?.focus()
  }, [state])
  return { card, takeFocus: () => void (isWanted.current = true) }
}

const head = style({
  display: 'flex',
  alignItems: 'center',
  columnGap: 12,
  '--iconPrimary': { type: 'fill', value: 'currentColor' },
})
const title = style({ font: 'heading-sm', margin: 0, overflowWrap: 'anywhere' })
const status = style({ display: 'flex', flexDirection: 'column', rowGap: 4, flexGrow: 1 })
const words = style({ font: 'ui', overflowWrap: 'anywhere' })
// As high while there is nothing to press yet.
const buttons = style({ minHeight: 32 })
