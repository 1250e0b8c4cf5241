import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { DropZone } from '@react-spectrum/s2/DropZone'
import { FileTrigger } from '@react-spectrum/s2/FileTrigger'
import { StatusLight } from '@react-spectrum/s2/StatusLight'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery } from '@tanstack/react-query'
import { useId, useRef } from 'react'
import type { RefCallBack } from 'react-hook-form'
import {
  expiresSoon,
  hasCertificateExpired,
  shortFingerprint,
  type Certificate,
  type CertificateRole,
} from '#src/domain/certificate.ts'
import { visible } from '#src/domain/certificateDetails.ts'
import { findingsOf } from '#src/domain/certificateFacts.ts'
import type { Instant } from '#src/domain/instant.ts'
import { certificateReading } from '../../../queries/certificates.ts'
import { useOpenDialog } from '../../../shell/openDialog.tsx'
import { useSession } from '../../../shell/useSession.ts'
import { Hint, Row } from '../../../ui/layout.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Time } from '../../../ui/Time.tsx'
import { findingTexts } from './findings.ts'
import { useCertificateFile } from './useCertificateFile.ts'

const FILE_TYPES = ['.cer', '.crt', '.pem', '.der']

interface Props {
  role: CertificateRole
  certificate: Certificate | null
  saved: Certificate | null
  /** Why it was not saved. */
  error: string | undefined
  dialog: 'certificate' | 'next-certificate'
  /** Takes the focus when a save was refused because of it. */
  inputRef: RefCallBack
  /** The backend's clock. */
  asOf: Instant
  /** Of the settings that the form began with. */
  version: number
  /** The certificate in the other place, which this one must not be. */
  other: Certificate | null
  onChoose: (certificate: Certificate) => void
  /** Null while nothing could take its place. */
  onRetire: (() => void) | null
  /** Whether what takes its place is not valid yet. */
  retireWaits: boolean
}

/** One of the two certificates: which it is, what is unusual about it, and the ways to choose another. */
export function CertificateField(props: Props) {
  const { role, certificate, saved, error, dialog, inputRef, asOf, version, other, onChoose, onRetire, retireWaits } =
    props
  const file = useCertificateFile({ role, asOf, other, beside: `${version} ${certificate?.der}`, onChoose })
  const isDraft = certificate !== null && (certificate.der !== saved?.der || certificate.name !== saved.name)
  const reading = useQuery({ ...certificateReading(certificate?.der ?? '', role), enabled: isDraft })
  const openDialog = useOpenDialog()
  const title = useId()
  const verb = role === 'next' && !certificate ? 'Choose' : 'Change'
  const verdict = reading.error?.code === 'invalid' ? reading.error.message : reading.data?.refusal
  const refusal = error ?? (isDraft ? verdict : undefined)
  const change = useRef<{ focus(): void } | null>(null)
  // What the page finds is there at once; the backend knows more, and has the final say.
  const taken = file.takenFor(certificate)
  const known = reading.data ?? (taken && { facts: taken.facts, findings: findingsOf(taken.facts, role, asOf) })
  const findings = isDraft && known ? findingTexts(known, taken?.count ?? 1) : []
  return (
    <div role="group" aria-labelledby={title} className={card}>
      <div className={texts}>
        <b id={title}>{role === 'current' ? 'Current certificate' : 'Next certificate'}</b>
        {certificate ? (
          <Identity certificate={certificate} isDraft={isDraft} asOf={asOf} />
        ) : (
          <Hint>
            {role === 'current'
              ? 'None chosen yet'
              : 'None. A second certificate would be let through as well while clients change over; it need not be valid yet.'}
          </Hint>
        )}
      </div>
      <Row>
        {certificate && (
          <ActionButton aria-label={`View Details of the ${role} certificate`} onPress={() => openDialog(dialog)}>
            View Details
          </ActionButton>
        )}
        <FileTrigger acceptedFileTypes={FILE_TYPES} onSelect={(files) => void file.choose(files?.[0] ?? null)}>
          <ActionButton
            ref={(button) => {
              inputRef(button)
              change.current = button
            }}
            aria-label={`${verb} Certificate, ${role}`}
            isPending={file.isReading}
          >
            {`${verb} Certificate`}
          </ActionButton>
        </FileTrigger>
        {onRetire && (
          <ActionButton
            aria-label={`Retire the ${role} certificate`}
            isDisabled={retireWaits}
            onPress={() => {
              onRetire()
              // The button goes with what it retires.
              change.current?.focus()
            }}
          >
            Retire
          </ActionButton>
        )}
        <DropZone
          aria-label={`Drop or paste the ${role} certificate here`}
          onDrop={({ items }) => void file.drop(items)}
          styles={style({ height: 32 })}
        >
          <span className={dropText}>Drop or paste a file here</span>
        </DropZone>
      </Row>
      {retireWaits && <Hint>It can be retired once there is a next certificate that is valid.</Hint>}
      {file.problem && (
        <Notice variant="negative" title="This file was not taken" isLive>
          {file.problem}
          {certificate && ` ${visible(certificate.name)} stays as it is.`}
        </Notice>
      )}
      {refusal && (
        <Notice variant="negative" title="This cannot be saved" isLive>
          {refusal}
        </Notice>
      )}
      {isDraft && reading.error && reading.error.code !== 'invalid' && (
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
    </div>
  )
}

function Identity({ certificate, isDraft, asOf }: { certificate: Certificate; isDraft: boolean; asOf: Instant }) {
  const { timeZone } = useSession().user
  const time = (at: Instant) => <Time at={at} asOf={asOf} timeZone={timeZone} />
  const { name, validFrom, validTo } = certificate
  return (
    <>
      <bdi className={fileName}>{visible(name)}</bdi>
      {hasCertificateExpired(certificate, asOf) ? (
        <StatusLight variant="negative">Expired on {time(validTo)}</StatusLight>
      ) : asOf < validFrom ? (
        <StatusLight variant="informative">Valid from {time(validFrom)}</StatusLight>
      ) : (
        <StatusLight variant={expiresSoon(certificate, asOf) ? 'notice' : 'positive'}>
          Valid until {time(validTo)}
        </StatusLight>
      )}
      <Hint>
        {shortFingerprint(certificate)}
        {isDraft && ' · Chosen, not saved yet'}
      </Hint>
    </>
  )
}

const card = style({
  display: 'flex',
  flexDirection: 'column',
  rowGap: 12,
  padding: { default: 12, sm: 16 },
  borderWidth: 1,
  borderStyle: 'solid',
  borderColor: 'gray-200',
  borderRadius: 'lg',
})
const dropText = style({ font: 'ui-sm', color: 'neutral-subdued', whiteSpace: 'nowrap' })
const texts = style({ display: 'flex', flexDirection: 'column', rowGap: 4, font: 'ui', alignItems: 'start' })
const fileName = style({ font: 'code-sm', overflowWrap: 'anywhere' })
const list = style({ margin: 0, paddingStart: 20 })
