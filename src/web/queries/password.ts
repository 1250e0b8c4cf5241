import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { OwnPassword, PasswordPolicy, type PasswordRenewal, type PasswordChange } from '#src/domain/newPassword.ts'
import { SignedIn } from '#src/domain/signedIn.ts'
import { send } from '../http.ts'
import { beginSession } from './signIn.ts'
import { homeQueries } from './queryKeys.ts'

/** How long one's own password lasts, and what a new one is held to. */
export const ownPassword = () =>
  queryOptions({
    queryKey: ['own-password'],
    queryFn: () => send('GET', '/own-password', OwnPassword),
    // An administrator may have changed the policy meanwhile.
    staleTime: 0,
  })

/** What a new password is held to, for whoever has no session. */
export const passwordPolicy = () =>
  queryOptions({
    queryKey: ['password-policy'],
    queryFn: () => send('GET', '/session/new-password', PasswordPolicy),
    staleTime: 0,
  })

export const changePassword = () =>
  mutationOptions({
    mutationFn: (change: PasswordChange) => send('PUT', '/own-password', OwnPassword, change),
    // The passwords must not outlive the form they were typed into.
    gcTime: 0,
    onSuccess(own, _change, _result, { client }) {
      client.setQueryData(ownPassword().queryKey, own)
      void client.invalidateQueries({ queryKey: homeQueries })
    },
  })

/** Exchanges a password that has expired for a new one, and signs in. */
export const changeExpiredPassword = () =>
  mutationOptions({
    mutationFn: (change: PasswordRenewal) => send('POST', '/session/new-password', SignedIn, change),
    gcTime: 0,
    onSuccess: (signedIn, _change, _result, { client }) => beginSession(client, signedIn),
  })
