import { mutationOptions } from '@tanstack/react-query'
import { Departure, type UnsignedSignOn } from '#src/domain/sso/signOnRequest.ts'
import { ApiError, send } from '../../http.ts'

/** Who answers: on a server the stand-in there, which signs what it says; in the browser nobody can. */
const ANSWER = __BROWSER_HOST__ ? '/sign-on/unsigned' : '/rehearsal/identity-provider/answer'

/** Says who somebody is, and leaves for where that leads; never done, because the page is on its way out. */
export const answerSignOn = () =>
  mutationOptions({
    async mutationFn(answer: UnsignedSignOn): Promise<never> {
      const { goTo } = await send('POST', ANSWER, Departure, answer)
      const target = new URL(goTo ?? import.meta.env.BASE_URL, location.href)
      // The stand-in is a part of the demo, and so is all that follows it.
      if (target.origin !== location.origin)
        throw new ApiError('unavailable', 'The answer leads out of the demo, so it was not followed.')
      location.assign(target)
      return new Promise(() => {})
    },
  })
