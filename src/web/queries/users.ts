import { keepPreviousData, mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import type { Environment } from '#src/domain/customer.ts'
import type { NewUser, UserSave } from '#src/domain/userEdit.ts'
import { UserDefaults, UserDetails, UserPage, type UserFilter } from '#src/domain/userList.ts'
import { send } from '../http.ts'
import { asking, downloadList } from './listing.ts'

const userQueries = ['users']

/** A filter as the address has it: the backend says what is wrong with it. */
export type AskedUsers = { [Name in keyof UserFilter]?: string | undefined }

/** A page of the list, counted from 1. What was found stays until there is something else. */
export const userPage = (filter: AskedUsers, page: number) =>
  queryOptions({
    queryKey: [...userQueries, 'page', filter, page],
    queryFn: () => send('GET', asking('/users', { ...filter, page: String(page) }), UserPage),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })

export const userDetails = (id: string) =>
  queryOptions({
    queryKey: [...userQueries, 'one', id],
    queryFn: () => send('GET', pathOf(id), UserDetails),
  })

/** What the form for somebody new begins with. */
export const userDefaults = () =>
  queryOptions({
    queryKey: [...userQueries, 'defaults'],
    queryFn: () => send('GET', '/users/defaults', UserDefaults),
  })

export const createUser = () =>
  mutationOptions({
    mutationFn: (user: NewUser) => send('POST', '/users', UserDetails, user),
    onSuccess: (created, _user, _result, { client }) => adopt(client, created),
    // The password must not outlive the form it was typed into.
    gcTime: 0,
  })

export const saveUser = (id: string) =>
  mutationOptions({
    mutationFn: (save: UserSave) => send('PUT', pathOf(id), UserDetails, save),
    onSuccess: (saved, _save, _result, { client }) => adopt(client, saved),
    onError: (error, _save, _result, { client }) =>
      error.code === 'stale' ? client.invalidateQueries(userDetails(id)) : undefined,
  })

/** What is done to a user at once, whatever is being edited of them. */
const act = (id: string, path: string) =>
  mutationOptions({
    mutationFn: () => send('POST', `${pathOf(id)}/${path}`, UserDetails),
    onSuccess: (changed, _nothing, _result, { client }) => adopt(client, changed),
  })

export const deactivateUser = (id: string) => act(id, 'deactivate')
export const reactivateUser = (id: string) => act(id, 'reactivate')
export const unlockUser = (id: string) => act(id, 'unlock')

export const setOneTimePassword = (id: string) =>
  mutationOptions({
    mutationFn: (newPassword: string) => send('POST', `${pathOf(id)}/one-time-password`, UserDetails, { newPassword }),
    onSuccess: (changed, _password, _result, { client }) => adopt(client, changed),
    gcTime: 0,
  })

/** Removes key `key` of user `id`, and no other that has taken its place. */
export const removeKeyOf = (id: string) =>
  mutationOptions({
    mutationFn: (key: string) => send('DELETE', `${pathOf(id)}/key/${encodeURIComponent(key)}`, UserDetails),
    onSuccess: (changed, _key, _result, { client }) => adopt(client, changed),
    onError: (error, _key, _result, { client }) =>
      error.code === 'key-changed' ? client.invalidateQueries(userDetails(id)) : undefined,
  })

/** All users that the filter leaves, as a file. */
export const exportUsers = (environment: Environment) =>
  mutationOptions({
    mutationFn: (filter: AskedUsers) => downloadList('/users/export', filter, `users-${environment}.csv`),
    gcTime: 0,
  })

const pathOf = (id: string) => `/users/${encodeURIComponent(id)}` as const

/** Keeps what an act answered. Other screens tell of people and keys too, and the top bar of whoever is signed in. */
function adopt(client: QueryClient, details: UserDetails): void {
  client.setQueryData(userDetails(details.id).queryKey, details)
  // Nobody waits for what is asked anew.
  void client.invalidateQueries()
}
