import { mutationOptions, queryOptions } from '@tanstack/react-query'
import {
  AuthenticationConsequences,
  AuthenticationInfo,
  type AuthenticationSave,
  type AuthenticationSettings,
} from '#src/domain/authentication.ts'
import { send } from '../http.ts'
import { customerInfo } from './customerInfo.ts'
import { homeQueries, keyQueries } from './queryKeys.ts'

const authenticationQueries = ['authentication']

export const authentication = () =>
  queryOptions({ queryKey: authenticationQueries, queryFn: () => send('GET', '/authentication', AuthenticationInfo) })

/** What saving these settings would do at once. */
export const authenticationConsequences = (draft: AuthenticationSettings) =>
  queryOptions({
    queryKey: [...authenticationQueries, 'consequences', draft],
    queryFn: () => send('POST', '/authentication/consequences', AuthenticationConsequences, draft),
    staleTime: 0,
  })

export const saveAuthentication = () =>
  mutationOptions({
    mutationFn: (save: AuthenticationSave) => send('PUT', '/authentication', AuthenticationInfo, save),
    // Passwords that expire by it may take keys along, and other screens tell of the policy.
    onSuccess(saved, _save, _result, { client }) {
      client.setQueryData(authentication().queryKey, saved)
      void client.invalidateQueries({ queryKey: keyQueries })
      void client.invalidateQueries(customerInfo())
      void client.invalidateQueries({ queryKey: homeQueries })
    },
    onError: (error, _save, _result, { client }) =>
      error.code === 'stale' ? client.invalidateQueries(authentication()) : undefined,
  })
