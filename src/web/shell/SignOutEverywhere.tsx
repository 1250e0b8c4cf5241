import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { failureOf } from '../http.ts'
import { signOutEverywhere } from '../queries/signOut.ts'
import { useAct } from '../queries/useAct.ts'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'

/** **Sign out everywhere**, asked before it is done. */
export default function SignOutEverywhere({ onClose }: { onClose: () => void }) {
  const signOut = useAct(signOutEverywhere())
  const router = useRouter()
  const client = useQueryClient()
  const leave = async () => {
    await router.navigate({ to: '/sign-in' })
    client.clear()
  }
  return (
    <ConfirmDialog
      title="Sign out everywhere?"
      confirmLabel="Sign out everywhere"
      isPending={signOut.isPending}
      failure={failureOf('Signing out', signOut.error)}
      onConfirm={() => signOut.mutate(undefined, { onSuccess: () => void leave() })}
      onCancel={() => !signOut.isPending && onClose()}
    >
      <p>
        Every session of yours ends: this one, those in other browsers, and those of integrations that logged in with
        your password. API keys go on working.
      </p>
    </ConfirmDialog>
  )
}
