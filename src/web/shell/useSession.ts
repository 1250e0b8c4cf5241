import { useRouteContext } from '@tanstack/react-router'
import type { SignedIn } from '#src/domain/signedIn.ts'

/** Who is signed in; only below the signed-in route, which does not render without somebody. */
export function useSession(): SignedIn {
  return useRouteContext({ from: '/signed-in', select: ({ signedIn }) => signedIn })
}
