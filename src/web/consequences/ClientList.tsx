import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery } from '@tanstack/react-query'
import { USE_DAYS, usesSince, type UserClients } from '#src/domain/keyUse.ts'
import type { ApiError } from '../http.ts'
import { clientsOfUser, keyClients, ownKeyUse } from '../queries/keyUse.ts'
import { counted, number } from '../ui/counted.ts'
import { relativeTime } from '../ui/Time.tsx'

/** Clients of one key that are named before it stops working. */
const MOST_NAMED = 8

/** Which clients an act on one's own key would stop. */
export function ClientsOfOwnKey({ keyId }: { keyId: string }) {
  const { data, error } = useQuery(ownKeyUse(keyId))
  if (!data) return <NotTold what="it" error={error} />
  return (
    <ClientsOfOneKey
      uses={data.uses.filter(({ lastUsedAt }) => lastUsedAt > usesSince(data.asOf))}
      asOf={data.asOf}
      title={`Used in the last ${USE_DAYS} days by`}
    />
  )
}

/** Which clients would stop without the key of user `id`. */
export function ClientsOfUser({ id }: { id: string }) {
  const { data, error } = useQuery(clientsOfUser(id))
  if (!data) return <NotTold what="the key" error={error} />
  return <ClientsOfOneKey {...data} title={`The key was used in the last ${USE_DAYS} days by`} />
}

function ClientsOfOneKey({ uses, asOf, title }: UserClients & { title: string }) {
  return (
    <ClientList
      title={title}
      none={`No client has used it in the last ${USE_DAYS} days.`}
      clients={uses
        .slice(0, MOST_NAMED)
        .map(({ client, address, lastUsedAt }) => [client, `${relativeTime(lastUsedAt, asOf)} from ${address}`])}
      total={uses.length}
    />
  )
}

/** Which clients an act on everybody's keys would stop. */
export function ClientsOfAllKeys() {
  const { data, error } = useQuery(keyClients())
  if (!data) return <NotTold what="a key" error={error} />
  return (
    <ClientList
      title={`Used in the last ${USE_DAYS} days by`}
      none={`No client has used a key in the last ${USE_DAYS} days.`}
      clients={data.clients.map(({ client, users, lastUsedAt }) => [
        client,
        `${counted(users, 'user')}, last used ${relativeTime(lastUsedAt, data.asOf)}`,
      ])}
      total={data.total}
    />
  )
}

/** Nothing waits for the list: whoever is in a hurry, because a key has leaked, acts without it. */
function NotTold({ what, error }: { what: string; error: ApiError | null }) {
  if (error)
    return (
      <p>
        Which clients used {what} in the last {USE_DAYS} days cannot be told now. {error.message}
      </p>
    )
  return (
    <div className={list} aria-busy="true">
      <p className={text}>Looking for clients of the last {USE_DAYS} days…</p>
      <div className={bar} />
      <div className={bar} />
    </div>
  )
}

interface Props {
  title: string
  none: string
  clients: [name: string, detail: string][]
  /** How many there are, of which some may not be named. */
  total: number
}

function ClientList({ title, none, clients, total }: Props) {
  const unnamed = total - clients.length
  return (
    <div className={list} aria-live="polite">
      <p className={text}>{total === 0 ? none : title}</p>
      {total > 0 && (
        <ul className={items}>
          {clients.map(([name, detail]) => (
            <li key={name}>
              <bdi className={strong}>{name}</bdi>, <span className={subdued}>{detail}</span>
            </li>
          ))}
          {unnamed > 0 && <li>and {number(unnamed)} more</li>}
        </ul>
      )}
    </div>
  )
}

const list = style({ display: 'flex', flexDirection: 'column', rowGap: 4, marginY: 16, overflowWrap: 'anywhere' })
const text = style({ margin: 0 })
const items = style({ margin: 0, paddingStart: 20, display: 'flex', flexDirection: 'column', rowGap: 4 })
const strong = style({ fontWeight: 'medium' })
const subdued = style({ color: 'neutral-subdued' })
const bar = style({ height: 20, borderRadius: 'default', backgroundColor: 'gray-100' })
