import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { PreviewRefreshed, RehearsalState, SampleFile, type ClockMove } from '#src/rehearsal/wire.ts'
import { download } from '../download.ts'
import { send } from '../http.ts'

/** Where the rehearsal clock stands, and which expiry is next: asked again whenever the menu that shows it opens. */
export const rehearsal = () =>
  queryOptions({ queryKey: ['rehearsal'], queryFn: () => send('GET', '/rehearsal', RehearsalState), staleTime: 0 })

export const moveClock = () =>
  mutationOptions({
    mutationFn: (move: ClockMove['move']) => send('POST', '/rehearsal/clock', RehearsalState, { move }),
    // Another time is another answer to every question.
    onSuccess: (_state, _move, _result, { client }) => client.invalidateQueries(),
  })

export const refreshPreview = () =>
  mutationOptions({
    mutationFn: () => send('POST', '/rehearsal/refresh', PreviewRefreshed),
    // Not waited for: in Preview nobody is signed in any more to whom there would be an answer.
    onSuccess: (_refreshed, _nothing, _result, { client }) => void client.invalidateQueries(rehearsal()),
  })

export const downloadSample = () =>
  mutationOptions({
    async mutationFn(what: 'certificate' | 'metadata') {
      const { name, mediaType, text } = await send('GET', `/rehearsal/sample-${what}`, SampleFile)
      download(name, mediaType, text)
    },
  })

/** A clock less than this far off is the real one: opening a link takes a moment. Milliseconds. */
const IMPERCEPTIBLE = 2000

export const isMoved = ({ clockOffset }: RehearsalState): boolean => Math.abs(clockOffset) > IMPERCEPTIBLE
