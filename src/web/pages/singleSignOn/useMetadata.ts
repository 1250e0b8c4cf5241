import { useRef, useState } from 'react'
import { DomainError } from '#src/domain/errors.ts'
import type { Instant } from '#src/domain/instant.ts'
import type { DescribedProvider } from '#src/domain/sso/metadata.ts'
import { droppedFile, type DropItems } from '../../droppedFile.ts'

/** Stands for the name of a file where there was only text. */
export const PASTED = 'Pasted metadata'

interface Outcome {
  /** What was read last; empty where nothing is. */
  fileName: string
  /** Why it was not taken; empty where it was. */
  problem: string
  /** Whom it describes, until that is filled in or put away. */
  providers: DescribedProvider[]
  /** Another number for each file. */
  attempt: number
}

const NOTHING: Outcome = { fileName: '', problem: '', providers: [], attempt: 0 }

/**
 * Reads the metadata of identity providers from a file that is chosen or dropped, or from text. It is read here, so
 * that nothing of a file leaves the page but what somebody saves.
 */
export function useMetadata(asOf: Instant) {
  const [outcome, setOutcome] = useState(NOTHING)
  const [isReading, setReading] = useState(false)
  /** Of two files in a row the later one counts, whichever is read first. */
  const attempt = useRef(0)

  function say(problem: string): void {
    attempt.current++
    setReading(false)
    setOutcome({ ...NOTHING, problem })
  }

  /** Whether it was taken. */
  async function read(file: File | null): Promise<boolean> {
    if (!file) return false
    const mine = ++attempt.current
    setReading(true)
    const result = await providersIn(file, asOf)
    if (mine !== attempt.current) return false
    setReading(false)
    setOutcome({ ...NOTHING, fileName: file.name, attempt: mine, ...result })
    return 'providers' in result
  }

  return {
    ...outcome,
    isReading,
    read,
    async drop(items: DropItems): Promise<void> {
      const file = await droppedFile(items, PASTED)
      if (file instanceof File) await read(file)
      else say(file.problem)
    },
    /** What was read is filled in. */
    settle: () => setOutcome((last) => ({ ...last, providers: [] })),
    /** What was read, or is being read, is not wanted. */
    forget: () => say(''),
  }
}

async function providersIn(file: File, asOf: Instant): Promise<Pick<Outcome, 'providers'> | Pick<Outcome, 'problem'>> {
  try {
    const [{ decodeMetadata, MAX_METADATA_BYTES, readMetadata }, { parseXml }] = await Promise.all([
      import('#src/domain/sso/metadata.ts'),
      import('#src/domain/sso/parseXml.ts'),
    ])
    // One byte more than is allowed is enough to tell that a file is too large, however large it is.
    const bytes = new Uint8Array(await file.slice(0, MAX_METADATA_BYTES + 1).arrayBuffer())
    const providers = readMetadata(decodeMetadata(bytes), parseXml, asOf)
    // A provider without others to choose from is refused with its file.
    if (providers.length === 1) providers[0]?.read()
    return { providers }
  } catch (error) {
    if (error instanceof DomainError) return { problem: error.message }
    // The file may be gone, or the code that reads it out of reach.
    return { problem: 'This could not be read. Try again.' }
  }
}
