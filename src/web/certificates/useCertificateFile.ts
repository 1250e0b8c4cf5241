import { useRef, useState } from 'react'
import {
  MAX_CERTIFICATE_BYTES,
  MAX_FILE_NAME,
  type Certificate,
  type CertificatePurpose,
} from '#src/domain/certificate.ts'
import type { CertificateFacts } from '#src/domain/certificateFacts.ts'
import { certificateRefusal } from '#src/domain/certificateRules.ts'
import { DomainError } from '#src/domain/errors.ts'
import type { Instant } from '#src/domain/instant.ts'
import { droppedFile, type DropItems } from '../droppedFile.ts'

interface Target {
  purpose: CertificatePurpose
  /** The backend's clock. */
  asOf: Instant
  /** Why a certificate is not wanted although it could be used: it has another place already. Null where it is. */
  unwanted(der: string): string | null
  /** What is there now: whatever was said of a file is over when that changes. */
  beside: string
  onChoose: (certificate: Certificate) => void
}

/**
 * Takes a certificate from a file that is chosen, dropped or pasted. It is read here, so that nothing but a certificate
 * ever leaves the page: what is refused, a private key above all, is neither kept nor sent.
 */
export function useCertificateFile({ purpose, asOf, unwanted, beside, onChoose }: Target) {
  const [isReading, setReading] = useState(false)
  const [problem, setTold] = useState({ text: '', beside: '' })
  const setProblem = (text: string) => setTold({ text, beside })
  const [last, setLast] = useState<Taken | null>(null)
  /** Of two files in a row the later one counts, whichever is read first. */
  const attempt = useRef(0)

  async function choose(file: File | null): Promise<void> {
    if (!file) return
    const mine = ++attempt.current
    setReading(true)
    const outcome = await read(file, { purpose, asOf, unwanted })
    if (mine !== attempt.current) return
    setReading(false)
    setProblem('problem' in outcome ? outcome.problem : '')
    if ('problem' in outcome) return
    setLast(outcome)
    onChoose(outcome.certificate)
  }

  async function drop(items: DropItems): Promise<void> {
    const file = await droppedFile(items, 'Pasted certificate')
    if ('problem' in file) return setProblem(file.problem)
    return choose(file)
  }

  return {
    isReading,
    /** Why the last file was not taken, for as long as it is about what stands beside it. */
    problem: problem.beside === beside ? problem.text : '',
    choose,
    drop,
    /** What this page has read in the file that `certificate` came from; null once the page was left in between. */
    takenFor: (certificate: Certificate | null) =>
      certificate && certificate.fingerprint === last?.facts.fingerprint ? last : null,
  }
}

interface Taken {
  certificate: Certificate
  facts: CertificateFacts
  /** How many certificates there were in the file. */
  count: number
}

type Outcome = Taken | { problem: string }

async function read(
  file: File,
  { purpose, asOf, unwanted }: Pick<Target, 'purpose' | 'asOf' | 'unwanted'>,
): Promise<Outcome> {
  try {
    // One byte more than is allowed is enough to tell that a file is too large, however large it is.
    const bytes = new Uint8Array(await file.slice(0, MAX_CERTIFICATE_BYTES + 1).arrayBuffer())
    const { readCertificateFile } = await import('#src/domain/certificateFile.ts')
    const { facts, der, count } = readCertificateFile(bytes)
    const problem = unwanted(der) ?? certificateRefusal(facts, purpose, asOf)
    if (problem !== null) return { problem }
    const { fingerprint, validFrom, validTo } = facts
    const name = nameOf(file)
    return { certificate: { name, der, fingerprint, validFrom, validTo }, facts, count }
  } catch (error) {
    if (error instanceof DomainError) return { problem: error.message }
    // The file may be gone, or the code that reads it out of reach.
    return { problem: 'This file could not be read. Try again.' }
  }
}

/** Systems allow names that are no good on a screen. */
const nameOf = ({ name }: File) =>
  name
    .replaceAll(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, MAX_FILE_NAME)
    .toWellFormed() || 'Certificate'
