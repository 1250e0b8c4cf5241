import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useId, useRef } from 'react'
import type { RefCallBack } from 'react-hook-form'
import type { Certificate, CertificateRole } from '#src/domain/certificate.ts'
import type { Instant } from '#src/domain/instant.ts'
import { CertificateIdentity } from '../../../certificates/CertificateIdentity.tsx'
import { CertificateVerdict, FileProblem } from '../../../certificates/CertificateVerdict.tsx'
import { ChooseCertificate } from '../../../certificates/ChooseCertificate.tsx'
import { useCertificateFile } from '../../../certificates/useCertificateFile.ts'
import { useOpenDialog } from '../../../shell/openDialog.tsx'
import { Card } from '../../../ui/Card.tsx'
import { Hint, Row } from '../../../ui/layout.tsx'

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
  const file = useCertificateFile({
    purpose: role,
    asOf,
    unwanted: (der) =>
      der === other?.der ? `This is the ${role === 'current' ? 'next' : 'current'} certificate already.` : null,
    beside: `${version} ${certificate?.der}`,
    onChoose,
  })
  const isDraft = certificate !== null && (certificate.der !== saved?.der || certificate.name !== saved.name)
  const openDialog = useOpenDialog()
  const title = useId()
  const verb = role === 'next' && !certificate ? 'Choose' : 'Change'
  const change = useRef<{ focus(): void } | null>(null)
  return (
    <Card labelledBy={title}>
      <div className={texts}>
        <b id={title}>{role === 'current' ? 'Current certificate' : 'Next certificate'}</b>
        {certificate ? (
          <CertificateIdentity certificate={certificate} isDraft={isDraft} asOf={asOf} />
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
        <ChooseCertificate
          file={file}
          label={`${verb} Certificate, ${role}`}
          dropLabel={`Drop or paste the ${role} certificate here`}
          buttonRef={(button) => {
            inputRef(button)
            change.current = button
          }}
        >
          {`${verb} Certificate`}
        </ChooseCertificate>
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
      </Row>
      {retireWaits && <Hint>It can be retired once there is a next certificate that is valid.</Hint>}
      <FileProblem problem={file.problem} certificate={certificate} />
      <CertificateVerdict draft={isDraft ? certificate : null} purpose={role} error={error} asOf={asOf} file={file} />
    </Card>
  )
}

const texts = style({ display: 'flex', flexDirection: 'column', rowGap: 4, font: 'ui', alignItems: 'start' })
