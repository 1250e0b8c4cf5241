import { mutationOptions } from '@tanstack/react-query'
import { Departure } from '#src/domain/sso/signOnRequest.ts'
import type { StandInAnswer } from '#src/rehearsal/wire.ts'
import { send } from '../../http.ts'
import { leaveFor } from '../../leaveFor.ts'

/** Says who somebody is, and leaves for where that leads. Under way until somebody comes back by **Back**. */
export const answerSignOn = () =>
  mutationOptions({
    async mutationFn(answer: StandInAnswer) {
      const { goTo } = await send('POST', '/rehearsal/identity-provider/answer', Departure, answer)
      await leaveFor(goTo ?? '/')
    },
  })
