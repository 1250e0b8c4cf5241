import { StatusLight } from '@react-spectrum/s2/StatusLight'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { visible } from '#src/domain/certificateDetails.ts'
import { TextLink } from '../../lists/TextLink.tsx'
import { signOns } from '../../queries/signOns.ts'
import { sso } from '../../queries/sso.ts'
import { useSession } from '../../shell/useSession.ts'
import { Hint } from '../../ui/layout.tsx'
import { Time } from '../../ui/Time.tsx'
import { outcomeOf } from '../signOns/labels.ts'
import { onTestEnded } from './testWindow.ts'

interface Props {
  /** Whether somebody has come through the identity provider with the settings as they are. */
  wasTried: boolean
  /** Whether a test was begun here, which may end at any time. */
  isUnderWay: boolean
}

/** What became of the last **Test Connection**, as soon as it ends in its window. */
export default function LastTest({ wasTried, isUnderWay }: Props) {
  const { timeZone } = useSession().user
  const client = useQueryClient()
  useEffect(() => {
    const lookAgain = () => {
      void client.invalidateQueries({ ...signOns(), exact: true })
      // The settings may count as tried now.
      void client.invalidateQueries({ ...sso(), exact: true })
    }
    const stop = onTestEnded(lookAgain)
    // Also where the window of the test was closed before it could tell.
    if (isUnderWay) window.addEventListener('focus', lookAgain)
    return () => {
      stop()
      window.removeEventListener('focus', lookAgain)
    }
  }, [client, isUnderWay])
  const { data } = useQuery(signOns())
  const test = data?.signOns.find(({ purpose }) => purpose === 'test')
  if (!test) return null
  const { light, label } = outcomeOf(test)
  return (
    <div className={column}>
      <StatusLight variant={light}>
        {label}, <Time at={test.at} asOf={data?.asOf ?? test.at} timeZone={timeZone} />
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
