import { mutationOptions } from '@tanstack/react-query'
import { Departure, type UnsignedSignOn } from '#src/domain/sso/signOnRequest.ts'
import { send } from '../../http.ts'
import { leaveFor } from '../../leaveFor.ts'

/** Who answers: on a server the stand-in there, which signs what it says; in the browser nobody can. */
const ANSWER = __BROWSER_HOST__ ? '/sign-on/unsigned' : '/rehearsal/identity-provider/answer'

// Without the slash at its end: the backend says addresses as if the console were not in a folder.
const base = import.meta.env.BASE_URL.replace(/\/$/, '')

/** Says who somebody is, and leaves for where that leads. Under way until somebody comes back by **Back**. */
export const answerSignOn = () =>
  mutationOptions({
    async mutationFn(answer: UnsignedSignOn) {
      const { goTo } = await send('POST', ANSWER, Departure, answer)
      await leaveFor(goTo?.startsWith('/') === false ? goTo : base + (goTo ?? '/'))
    },
  })
