import { mutationOptions } from '@tanstack/react-query'
import { Departure, type BeginSignOn } from '#src/domain/sso/signOnRequest.ts'
import { send } from '../http.ts'
import { leaveFor } from '../leaveFor.ts'

/** Begins a sign-on and leaves for the identity provider. Under way until somebody comes back from there by **Back**. */
export const beginSignOn = () =>
  mutationOptions({
    mutationFn: async (begin: BeginSignOn) => {
      const { goTo } = await send('POST', '/sign-on', Departure, begin)
      if (goTo !== null) await leaveFor(goTo)
    },
  })
