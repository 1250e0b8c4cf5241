import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { SsoConsequences, SsoFile, SsoInfo, type SsoSave } from '#src/domain/sso/settings.ts'
import { download } from '../download.ts'
import { send } from '../http.ts'
import { homeQueries } from './queryKeys.ts'

const ssoQueries = ['sso']

export const sso = () => queryOptions({ queryKey: ssoQueries, queryFn: () => send('GET', '/sso', SsoInfo) })

/** What enabling would do to people's passwords. */
export const ssoConsequences = (draft: { hasAdminExemption: boolean }) =>
  queryOptions({
    queryKey: [...ssoQueries, 'consequences', draft],
    queryFn: () => send('POST', '/sso/consequences', SsoConsequences, draft),
    staleTime: 0,
  })

export const saveSso = () =>
  mutationOptions({
    mutationFn: (save: SsoSave) => send('PUT', '/sso', SsoInfo, save),
    onSuccess(saved, _save, _result, { client }) {
      client.setQueryData(sso().queryKey, saved)
      void client.invalidateQueries({ queryKey: homeQueries })
    },
    onError: (error, _save, _result, { client }) =>
      error.code === 'stale' ? client.invalidateQueries(sso()) : undefined,
  })

/** Our own metadata, as a file to give to the identity provider. */
export const downloadMetadata = () =>
  mutationOptions({
    async mutationFn() {
      const { name, mediaType, text } = await send('GET', '/sso/metadata', SsoFile)
      download(name, mediaType, text)
    },
    gcTime: 0,
  })
