import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { Link } from '@react-spectrum/s2/Link'
import { StatusLight } from '@react-spectrum/s2/StatusLight'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import { visible } from '#src/domain/certificateDetails.ts'
import type { Instant } from '#src/domain/instant.ts'
import { SsoSettings, type SsoInfo } from '#src/domain/sso/settings.ts'
import type { SignOnSummary } from '#src/domain/sso/signOnRecord.ts'
import { TextLink } from '../../lists/TextLink.tsx'
import { noticeTest, signOns } from '../../queries/signOns.ts'
import { useSession } from '../../shell/useSession.ts'
import { Hint, Row } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Time } from '../../ui/Time.tsx'
import { outcomeOf } from '../signOns/labels.ts'
import { onTestEnded, openTestWindow, TEST_ADDRESS, TEST_TARGET } from './testWindow.ts'

interface Props {
  /** What the backend has now, which is what is tested. */
  info: SsoInfo
  isEdited: boolean
}

/** **Confirm Configuration**: a test in a window of its own, what became of the last one, and the way to all of them. */
export function ConfirmConfiguration({ info, isEdited }: Props) {
  const label = useId()
  const why = useId()
  const [opening, setOpening] = useState<'open' | 'blocked' | null>(null)
  const client = useQueryClient()
  useEffect(() => onTestEnded(() => noticeTest(client)), [client])
  useEffect(() => {
    if (opening === null) return undefined
    // The window of the test may be closed before it can say how far it came.
    const look = () => noticeTest(client)
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [client, opening])
  const { data } = useQuery(signOns())
  const test = data?.signOns.find(({ purpose }) => purpose === 'test')
  const reason = isEdited ? 'Save first: what is saved is what is tested.' : whatIsMissing(info)
  return (
    <div role="group" aria-labelledby={label} className={column}>
      <span id={label} className={caption}>
        Confirm Configuration
      </span>
      <Row>
        <ActionButton
          isDisabled={reason !== null}
          {...(reason !== null && { 'aria-describedby': why })}
          onPress={() => setOpening(openTestWindow() ? 'open' : 'blocked')}
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
          <Link href={TEST_ADDRESS} target={TEST_TARGET}>
            open the test by this link
          </Link>
          .
        </Notice>
      )}
      <div role="status">
        {test && data && <LastTest test={test} asOf={data.asOf} wasTried={info.triedAt !== null} />}
      </div>
    </div>
  )
}

/** Why there is nothing to test yet, or null. */
function whatIsMissing(info: SsoInfo): string | null {
  const issue = SsoSettings.safeParse({ ...info, isEnabled: true }).error?.issues[0]
  return issue ? `${issue.message}. Then save, and test.` : null
}

interface LastTestProps {
  test: SignOnSummary
  asOf: Instant
  wasTried: boolean
}

function LastTest({ test, asOf, wasTried }: LastTestProps) {
  const { timeZone } = useSession().user
  const { light, label } = outcomeOf(test)
  return (
    <div className={column}>
      <StatusLight variant={light}>
        {label}, <Time at={test.at} asOf={asOf} timeZone={timeZone} />
      </StatusLight>
      {test.reason && <Hint>{visible(test.reason)}</Hint>}
      {test.outcome === 'tested' && !wasTried && (
        <Hint>What a sign-on depends on has changed since. Test once more.</Hint>
      )}
      <div>
        <TextLink to="/setup/system/single-sign-on/sign-ons/$id" params={{ id: test.id }}>
          Result of the last test
        </TextLink>
      </div>
    </div>
  )
}

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 8 })
const caption = style({ font: 'ui', color: 'neutral-subdued' })
