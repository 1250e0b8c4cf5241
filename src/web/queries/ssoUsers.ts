import { mutationOptions } from '@tanstack/react-query'
import type { Environment } from '#src/domain/customer.ts'
import {
  FederatedUsers,
  ImportPreview,
  ImportResult,
  MAX_PREVIEW,
  type ImportLine,
} from '#src/domain/sso/userImport.ts'
import { download } from '../download.ts'
import { LONG_PATIENCE, send } from '../http.ts'

interface PreviewRequest {
  lines: ImportLine[]
  /** Told after each part how many lines are known; answers whether to go on. */
  onProgress(done: number): boolean
}

/** What the lines of a file would do, asked in parts; null where nobody wants to know any more. */
export const previewSsoUsers = () =>
  mutationOptions({
    async mutationFn({ lines, onProgress }: PreviewRequest): Promise<ImportPreview | null> {
      const whole: ImportPreview = { lines: [], administrators: 0 }
      while (whole.lines.length < lines.length) {
        if (!onProgress(whole.lines.length)) return null
        const part = lines.slice(whole.lines.length, whole.lines.length + MAX_PREVIEW)
        const answer = await send('POST', '/sso-users/preview', ImportPreview, { lines: part })
        whole.lines.push(...answer.lines)
        whole.administrators = answer.administrators
      }
      return onProgress(lines.length) ? whole : null
    },
    gcTime: 0,
  })

export const importSsoUsers = () =>
  mutationOptions({
    mutationFn: (lines: ImportLine[]) => send('PUT', '/sso-users', ImportResult, { lines }, LONG_PATIENCE),
    // Other screens tell how many people can still use a password. Nobody waits for what is asked anew.
    onSettled: (_answer, _error, _lines, _result, { client }) => void client.invalidateQueries(),
  })

/** Everybody as a file that can be imported again, or with who they are. */
export const downloadSsoUsers = (environment: Environment) =>
  mutationOptions({
    async mutationFn({ withNames }: { withNames: boolean }) {
      const [{ users }, { writeUserFile }] = await Promise.all([
        send('GET', '/sso-users', FederatedUsers, undefined, LONG_PATIENCE),
        import('#src/domain/sso/userFile.ts'),
      ])
      download(
        `${withNames ? 'users' : 'sso-users'}-${environment}.csv`,
        'text/csv',
        writeUserFile(users, { withNames }),
      )
    },
    gcTime: 0,
  })
