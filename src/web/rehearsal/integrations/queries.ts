import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import { Connection, type Consent, type EnteredKey, type IntegrationId } from '#src/rehearsal/integrations.ts'
import { send } from '../../http.ts'
import { homeQueries, keyQueries } from '../../queries/queryKeys.ts'

/** How long an integration may take: a little more than it waits for Workfront itself. Milliseconds. */
const PATIENCE = 5000

const address = (id: IntegrationId) => `/rehearsal/integrations/${id}` as const

/** How an integration gets on with the key it holds: asked anew each time, because anything may end a key. */
export const integration = (id: IntegrationId) =>
  queryOptions({
    queryKey: ['integrations', id],
    queryFn: () => send('GET', address(id), Connection, undefined, PATIENCE),
    staleTime: 0,
    gcTime: 0,
  })

/** Connecting may have made a key, also where no answer said so. */
function lookAgain(client: QueryClient, id: IntegrationId): void {
  void client.invalidateQueries({ queryKey: integration(id).queryKey })
  void client.invalidateQueries({ queryKey: keyQueries })
  void client.invalidateQueries({ queryKey: homeQueries })
}

export const connect = (id: IntegrationId) =>
  mutationOptions({
    mutationFn: (consent: Consent) => send('POST', `${address(id)}/connect`, Connection, consent),
    // The password must not outlive the form it was typed into.
    gcTime: 0,
    onSuccess: (connection, _consent, _result, { client }) => client.setQueryData(integration(id).queryKey, connection),
    onSettled: (_connection, _error, _consent, _result, { client }) => lookAgain(client, id),
  })

export const enterKey = (id: IntegrationId) =>
  mutationOptions({
    mutationFn: (entered: EnteredKey) => send('PUT', `${address(id)}/key`, Connection, entered),
    gcTime: 0,
    onSuccess: (connection, _entered, _result, { client }) => client.setQueryData(integration(id).queryKey, connection),
  })

export const disconnect = (id: IntegrationId) =>
  mutationOptions({
    mutationFn: () => send('DELETE', address(id), Connection),
    onSuccess: (connection, _variables, _result, { client }) =>
      client.setQueryData(integration(id).queryKey, connection),
  })
