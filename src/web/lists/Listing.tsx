import { Button } from '@react-spectrum/s2/Button'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Hint, Stack } from '../ui/layout.tsx'
import { Notice } from '../ui/Notice.tsx'

interface Props<Found> {
  query: UseQueryResult<Found>
  /** What is said while there is nothing to show yet, and where it cannot be shown. */
  looking: string
  failure: string
  children: (found: Found) => ReactNode
}

/** What was found, the wait for it, or why it cannot be shown and a way to try again. */
export function Listing<Found>({ query, looking, failure, children }: Props<Found>) {
  const { data, error, isPending, isFetching, refetch } = query
  return (
    <>
      {error && (
        <Notice variant="negative" title={failure} level={2} isLive>
          <Stack>
            <span>{error.message}</span>
            {error.code !== 'invalid' && (
              <Button variant="secondary" isPending={isFetching} onPress={() => void refetch()}>
                Try again
              </Button>
            )}
          </Stack>
        </Notice>
      )}
      {isPending && <Hint>{looking}</Hint>}
      {data && children(data)}
    </>
  )
}
