import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery } from '@tanstack/react-query'
import type { Certificate, CertificatePurpose } from '#src/domain/certificate.ts'
import { visible } from '#src/domain/certificateDetails.ts'
import { findingsOf } from '#src/domain/certificateFacts.ts'
import type { Instant } from '#src/domain/instant.ts'
import { certificateReading } from '../queries/certificates.ts'
import { Hint } from '../ui/layout.tsx'
import { Notice } from '../ui/Notice.tsx'
import { findingTexts } from './findings.ts'
import type { useCertificateFile } from './useCertificateFile.ts'

interface FileProblemProps {
  problem: string
  /** What stays in its place. */
  certificate: Certificate | null
}

/** Why the last file was not taken. */
export function FileProblem({ problem, certificate }: FileProblemProps) {
  if (!problem) return null
  return (
    <Notice variant="negative" title="This file was not taken" isLive>
      {problem}
      {certificate && ` ${visible(certificate.name)} stays as it is.`}
    </Notice>
  )
}

interface Props {
  /** The certificate that was chosen and is not saved yet; null where there is none. */
  draft: Certificate | null
  purpose: CertificatePurpose
  /** Why a save was refused because of it. */
  error: string | undefined
  asOf: Instant
  file: Pick<ReturnType<typeof useCertificateFile>, 'takenFor'>
}

/** Whether a certificate that was chosen can be saved, and what is unusual about it. */
export function CertificateVerdict({ draft, purpose, error, asOf, file }: Props) {
  const reading = useQuery({ ...certificateReading(draft?.der ?? '', purpose), enabled: draft !== null })
  const verdict = reading.error?.code === 'invalid' ? reading.error.message : reading.data?.refusal
  const refusal = error ?? (draft ? verdict : undefined)
  // What the page finds is there at once; the backend knows more, and has the final say.
  const taken = file.takenFor(draft)
  const known = reading.data ?? (taken && { facts: taken.facts, findings: findingsOf(taken.facts, purpose, asOf) })
  const findings = draft && known ? findingTexts(known, taken?.count ?? 1) : []
  return (
    <>
      {refusal && (
        <Notice variant="negative" title="This cannot be saved" isLive>
          {refusal}
        </Notice>
      )}
      {draft && reading.error && reading.error.code !== 'invalid' && (
        <Hint>
          Whether it can be saved, and all that is unusual about it, cannot be told now. {reading.error.message}
        </Hint>
      )}
      {findings.length > 0 && (
        <Notice variant="notice" title="Unusual about this certificate" isLive>
          <ul className={list}>
            {findings.map((finding) => (
              <li key={finding}>{finding}</li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  )
}

const list = style({ margin: 0, paddingStart: 20 })
