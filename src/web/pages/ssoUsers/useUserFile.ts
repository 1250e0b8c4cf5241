import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { DomainError } from '#src/domain/errors.ts'
import type { UserFile } from '#src/domain/sso/userFile.ts'
import type { ImportResult } from '#src/domain/sso/userImport.ts'
import { droppedFile, type DropItems } from '../../droppedFile.ts'
import type { ApiError } from '../../http.ts'
import { previewSsoUsers } from '../../queries/ssoUsers.ts'
import { useSession } from '../../shell/useSession.ts'
import { reviewOf, type Review } from './review.ts'

/** How far a file has come. */
export type Progress =
  | { step: 'none' }
  | { step: 'reading' }
  | { step: 'refused'; problem: string }
  | { step: 'checking'; name: string; done: number; total: number }
  | { step: 'unchecked'; name: string; file: UserFile; error: ApiError }
  | { step: 'checked'; name: string; file: UserFile; review: Review }
  | { step: 'done'; result: ImportResult }

/**
 * Takes a file of users that is chosen, dropped or pasted, reads it here and asks the backend what it would do. Of two
 * files in a row the later one counts.
 */
export function useUserFile() {
  const { user } = useSession()
  const preview = useMutation(previewSsoUsers())
  const [progress, setProgress] = useState<Progress>({ step: 'none' })
  const attempt = useRef(0)

  async function take(choosing: Promise<File | { problem: string }>): Promise<void> {
    const mine = ++attempt.current
    setProgress({ step: 'reading' })
    const outcome = await read(choosing)
    if (mine !== attempt.current) return
    if ('problem' in outcome) setProgress({ step: 'refused', problem: outcome.problem })
    else check(outcome.name, outcome.file)
  }

  function check(name: string, file: UserFile): void {
    const mine = ++attempt.current
    const { lines } = file
    const onProgress = (done: number) => {
      if (mine !== attempt.current) return false
      setProgress({ step: 'checking', name, done, total: lines.length })
      return true
    }
    preview.mutate(
      { lines, onProgress },
      {
        onSuccess: (answer) =>
          answer && setProgress({ step: 'checked', name, file, review: reviewOf(file, answer, user.id) }),
        onError: (error) => mine === attempt.current && setProgress({ step: 'unchecked', name, file, error }),
      },
    )
  }

  return {
    progress,
    choose: (file: File | null) => (file ? take(Promise.resolve(file)) : undefined),
    drop: (items: DropItems) => take(droppedFile(items, 'Pasted lines')),
    /** Asks once more what the file would do, because it failed or things have changed. */
    checkAgain() {
      if (progress.step === 'unchecked' || progress.step === 'checked') check(progress.name, progress.file)
    },
    /** Puts the file away, which has been carried out. */
    finish: (result: ImportResult) => setProgress({ step: 'done', result }),
    /** Forgets the file. What was asked about it changed nothing. */
    forget() {
      attempt.current++
      setProgress({ step: 'none' })
    },
  }
}

async function read(
  choosing: Promise<File | { problem: string }>,
): Promise<{ name: string; file: UserFile } | { problem: string }> {
  try {
    const chosen = await choosing
    if ('problem' in chosen) return chosen
    const { MAX_FILE_BYTES, readUserFile } = await import('#src/domain/sso/userFile.ts')
    // One byte more than is allowed is enough to tell that a file is too large, however large it is.
    const bytes = new Uint8Array(await chosen.slice(0, MAX_FILE_BYTES + 1).arrayBuffer())
    return { name: chosen.name, file: readUserFile(bytes) }
  } catch (error) {
    if (error instanceof DomainError) return { problem: error.message }
    // The file may be gone, or the code that reads it out of reach.
    return { problem: 'This file could not be read. Try again.' }
  }
}
