import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { Link } from '@react-spectrum/s2/Link'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { lazy, Suspense, useId, useState } from 'react'
import { whatIsMissing, type SsoInfo } from '#src/domain/sso/settings.ts'
import { TextLink } from '../../lists/TextLink.tsx'
import { Hint, Row } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { openTestWindow, TEST_ADDRESS, TEST_WINDOW } from './testWindow.ts'

const LastTest = lazy(() => import('./LastTest.tsx'))

interface Props {
  /** What the backend has now, which is what is tested. */
  info: SsoInfo
  isEdited: boolean
}

/** **Confirm Configuration**: a test in a window of its own, what became of the last one, and the way to all of them. */
export function ConfirmConfiguration({ info, isEdited }: Props) {
  const label = useId()
  const why = useId()
  const [opening, setOpening] = useState<'opened' | 'blocked' | null>(null)
  const missing = whatIsMissing(info)
  const reason = isEdited
    ? 'Save first: what is saved is what is tested.'
    : missing
      ? `${missing.message}. Then save, and test.`
      : null
  return (
    <div role="group" aria-labelledby={label} className={column}>
      <span id={label} className={caption}>
        Confirm Configuration
      </span>
      <Row>
        <ActionButton
          isDisabled={reason !== null}
          {...(reason !== null && { 'aria-describedby': why })}
          onPress={() => setOpening(openTestWindow() ? 'opened' : 'blocked')}
        >
          Test Connection
        </ActionButton>
        <TextLink to="/setup/system/single-sign-on/sign-ons">Recent sign-ons</TextLink>
      </Row>
      {reason !== null && (
        <div id={why}>
          <Hint>{reason}</Hint>
        </div>
      )}
      {opening === 'blocked' && reason === null && (
        <Notice variant="negative" title="The browser did not open the window of the test" isLive>
          Allow pop-ups for this address, or{' '}
          <Link href={TEST_ADDRESS} target={TEST_WINDOW}>
            open the test by this link
          </Link>
          .
        </Notice>
      )}
      <div role="status">
        <Suspense>
          <LastTest wasTried={info.triedAt !== null} isUnderWay={opening !== null} />
        </Suspense>
      </div>
    </div>
  )
}

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 8 })
const caption = style({ font: 'ui', color: 'neutral-subdued' })
