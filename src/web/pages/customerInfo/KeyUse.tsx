import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { MINUTE } from '#src/domain/instant.ts'
import { USE_DELAY } from '#src/domain/keyUse.ts'
import { ownKeyUse } from '../../queries/keyUse.ts'
import { useSession } from '../../shell/useSession.ts'
import { Fact } from '../../ui/Facts.tsx'
import { relativeTime, Time } from '../../ui/Time.tsx'

/** Among the facts about one's own key: when which client used it last, and how many calls were refused. */
export default function KeyUse({ keyId }: { keyId: string }) {
  const { timeZone } = useSession().user
  const { data, error, dataUpdatedAt } = useQuery(ownKeyUse(keyId))
  const last = data?.uses[0]
  return (
    <>
      <Fact label="Last used">
        {error && `Cannot be told now. ${error.message}`}
        {!data && !error && <div role="status" aria-label="Loading" className={bar} />}
        {data && (
          <>
            {last ? (
              <>
                <Time at={last.lastUsedAt} asOf={data.asOf} timeZone={timeZone} /> by <bdi>{last.client}</bdi> from{' '}
                <bdi>{last.address}</bdi>
              </>
            ) : (
              'Never used'
            )}
            {', '}
            <Freshness askedAt={dataUpdatedAt} />
          </>
        )}
      </Fact>
      {data?.lastRefusedAt && (
        <Fact label="Refused">
          {data.refusedCalls === 1 ? '1 call refused' : `${data.refusedCalls.toLocaleString('en-US')} calls refused`},
          last <Time at={data.lastRefusedAt} asOf={data.asOf} timeZone={timeZone} />
        </Fact>
      )}
    </>
  )
}

/**
 * How old the above may be. Uses are written down some time after they were made, so it was old when it was asked for,
 * and it grows older while the page is open: nothing asks again by itself.
 */
function Freshness({ askedAt }: { askedAt: number }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE)
    return () => clearInterval(timer)
  }, [])
  const seen = Math.max(now, askedAt)
  const age = seen - askedAt + USE_DELAY
  const instant = (at: number) => new Date(at).toISOString()
  return (
    <span className={subdued}>
      as of {age < 2 * MINUTE ? 'a minute ago' : relativeTime(instant(seen - age), instant(seen))}
    </span>
  )
}

const subdued = style({ color: 'neutral-subdued' })
const bar = style({ height: 20, maxWidth: 320, borderRadius: 'default', backgroundColor: 'gray-100' })
