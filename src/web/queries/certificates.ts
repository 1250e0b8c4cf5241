import { queryOptions } from '@tanstack/react-query'
import { ApiLogins } from '#src/domain/apiLogins.ts'
import { bytesOf } from '#src/domain/base64.ts'
import type { CertificatePurpose } from '#src/domain/certificate.ts'
import { CertificateReading } from '#src/domain/certificateFacts.ts'
import { send } from '../http.ts'
import { certificateQueries } from './queryKeys.ts'

/** What the backend makes of a certificate, saved or not; `der` is base64. */
export const certificateReading = (der: string, purpose: CertificatePurpose) =>
  queryOptions({
    queryKey: [...certificateQueries, 'reading', der, purpose],
    queryFn: () => send('POST', '/certificates/reading', CertificateReading, { der, purpose }),
  })

/** Who logged in through the API with a password of late, and with which certificate. */
export const apiLogins = () =>
  queryOptions({
    queryKey: [...certificateQueries, 'logins'],
    queryFn: () => send('GET', '/certificates/logins', ApiLogins),
    staleTime: 0,
  })

/** What this page makes of a certificate by itself. */
export const ownReading = (der: string) =>
  queryOptions({
    queryKey: [...certificateQueries, 'own-reading', der],
    queryFn: async () => {
      const { readCertificate } = await import('#src/domain/readCertificate.ts')
      return readCertificate(bytesOf(der) ?? new Uint8Array())
    },
  })
