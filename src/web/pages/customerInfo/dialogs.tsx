import { useQuery } from '@tanstack/react-query'
import { failureOf, type ApiError } from '../../http.ts'
import { ClientsOfAllKeys, ClientsOfOwnKey } from '../../consequences/ClientList.tsx'
import RefreshWarning from '../../consequences/RefreshWarning.tsx'
import { keyCount } from '../../queries/keys.ts'
import { useSession } from '../../shell/useSession.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { counted, number } from '../../ui/counted.ts'
import { absoluteTime } from '../../ui/Time.tsx'

interface ActDialog {
  act: { isPending: boolean; error: ApiError | null }
  onConfirm: () => void
  onCancel: () => void
}

interface OwnKeyDialog extends ActDialog {
  keyId: string
}

/** **Reset**, then **Reset** (K4). */
export function ResetDialog({ keyId, act, onConfirm, onCancel }: OwnKeyDialog) {
  return (
    <ConfirmDialog
      title="Reset your API key?"
      confirmLabel="Reset"
      isPending={act.isPending}
      failure={failureOf('Reset', act.error)}
      onConfirm={onConfirm}
      onCancel={onCancel}
    >
      <p>
        The key you have now stops working at once, and a new one takes its place. Every application that uses your key
        must be re-configured with the new one.
      </p>
      <ClientsOfOwnKey keyId={keyId} />
      <RefreshWarning act="reset" />
    </ConfirmDialog>
  )
}

/** **Remove**, then **Remove** (K5). */
export function RemoveDialog({ keyId, act, onConfirm, onCancel }: OwnKeyDialog) {
  return (
    <ConfirmDialog
      title="Remove your API key?"
      confirmLabel="Remove"
      isPending={act.isPending}
      failure={failureOf('Remove', act.error)}
      onConfirm={onConfirm}
      onCancel={onCancel}
    >
      <p>
        Your key stops working at once. Every application that uses it must be re-configured with a new key, which you
        would have to generate first.
      </p>
      <ClientsOfOwnKey keyId={keyId} />
      <RefreshWarning act="remove" />
    </ConfirmDialog>
  )
}

/** **Remove all API keys**, then **Remove All** (R1). */
export function RemoveAllDialog({ act, onConfirm, onCancel }: ActDialog) {
  const { user, environment } = useSession()
  const { data, error, isPending } = useQuery(keyCount())
  const total = data && data.active + data.expired
  return (
    <ConfirmDialog
      title="Remove all API keys?"
      confirmLabel="Remove All"
      isPending={act.isPending}
      isDisabled={total === 0}
      failure={failureOf('Remove All', act.error)}
      onConfirm={onConfirm}
      onCancel={onCancel}
    >
      <p>
        The API key of every user in {environment === 'production' ? 'Production' : 'Preview'}, yours included, stops
        working at once. All integrations fail until their users generate new keys and every application is
        re-configured with them. This cannot be undone.
      </p>
      <RefreshWarning act="remove-all" />
      <p role="status">
        {isPending && 'Counting whose keys this ends…'}
        {error && `How many keys this ends cannot be told now. ${error.message}`}
        {data && total === 0 && 'Nobody has an API key now, so there is nothing to remove.'}
        {data &&
          total !== 0 &&
          `This ends the keys of ${counted(data.active + data.expired, 'user')}: ${number(data.active)} active and ${number(data.expired)} expired, counted on ${absoluteTime(data.asOf, user.timeZone)}.`}
      </p>
      {total !== 0 && <ClientsOfAllKeys />}
    </ConfirmDialog>
  )
}
