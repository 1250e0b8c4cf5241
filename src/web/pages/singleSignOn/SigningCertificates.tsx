import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { lazy, useId, useRef } from 'react'
import { useController, type Control } from 'react-hook-form'
import type { Certificate } from '#src/domain/certificate.ts'
import { certificateLabel } from '#src/domain/certificateDetails.ts'
import { MAX_SIGNING_CERTIFICATES, type SsoInfo, type SsoSettings } from '#src/domain/sso/settings.ts'
import { CertificateIdentity } from '../../certificates/CertificateIdentity.tsx'
import { CertificateVerdict, FileProblem } from '../../certificates/CertificateVerdict.tsx'
import { ChooseCertificate } from '../../certificates/ChooseCertificate.tsx'
import { useCertificateFile } from '../../certificates/useCertificateFile.ts'
import { useCloseDialog, useOpenDialog, WhenOpen } from '../../shell/openDialog.tsx'
import { Card } from '../../ui/Card.tsx'
import { FieldHelp } from '../../ui/FieldHelp.tsx'
import { Hint, Row } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { FIELD_LABEL } from './labels.ts'

/** **View Details** of each of the certificates there is room for, as it stands in the address. */
const DIALOGS = ['certificate-1', 'certificate-2', 'certificate-3', 'certificate-4', 'certificate-5'] as const

const CertificateDialog = lazy(() => import('../../certificates/CertificateDialog.tsx'))

interface Props {
  control: Control<SsoSettings>
  base: SsoInfo
  info: SsoInfo
}

/** **Certificate**: what the identity provider signs with; several while it changes its key over. */
export function SigningCertificates({ control, base, info }: Props) {
  const { field, fieldState } = useController({ control, name: 'certificates' })
  const certificates = field.value
  const title = useId()
  const choose = useRef<{ focus(): void } | null>(null)
  const openDialog = useOpenDialog()
  const close = useCloseDialog()
  const { asOf } = info
  const file = useCertificateFile({
    purpose: 'signing',
    asOf,
    unwanted: (der) => (certificates.some((there) => there.der === der) ? 'This certificate is there already.' : null),
    beside: `${base.version} ${certificates.map(({ der }) => der).join(' ')}`,
    onChoose: (certificate) => field.onChange([...certificates, certificate]),
  })
  const isDraft = ({ der, name }: Certificate) =>
    !base.certificates.some((saved) => saved.der === der && saved.name === name)
  const isFull = certificates.length >= MAX_SIGNING_CERTIFICATES
  return (
    <div role="group" aria-labelledby={title} className={column}>
      <div className={heading}>
        <span id={title} className={label}>
          {FIELD_LABEL.certificates} <span aria-hidden="true">*</span>
        </span>
        <FieldHelp label={FIELD_LABEL.certificates}>
          The certificate the identity provider signs with, as base-64 X.509 (CER). Keep the old one beside the new one
          while the provider changes its key over.
        </FieldHelp>
      </div>
      {certificates.map((certificate, index) => (
        <SigningCertificate
          key={certificate.der}
          certificate={certificate}
          isDraft={isDraft(certificate)}
          info={info}
          file={file}
          onView={() => openDialog(DIALOGS[index]!)}
          onRemove={() => {
            field.onChange(certificates.filter((kept) => kept !== certificate))
            // The button goes with what it removes.
            choose.current?.focus()
          }}
        />
      ))}
      <Row>
        {!isFull && (
          <ChooseCertificate
            file={file}
            label="Choose File with a certificate"
            {...(certificates.length === 0 && { note: 'No File Chosen' })}
            dropLabel="Drop or paste a certificate here"
            buttonRef={(button) => {
              field.ref(button)
              choose.current = button
            }}
          >
            Choose File
          </ChooseCertificate>
        )}
        {isFull && (
          <Hint>There is room for {MAX_SIGNING_CERTIFICATES} certificates. Remove one to choose another.</Hint>
        )}
      </Row>
      <FileProblem problem={file.problem} certificate={null} />
      {fieldState.error?.message && (
        <Notice variant="negative" title="This cannot be saved" isLive>
          {fieldState.error.message}
        </Notice>
      )}
      {DIALOGS.map((dialog, index) => {
        const certificate = certificates[index]
        return (
          <WhenOpen key={dialog} dialog={dialog} isPossible={certificate !== undefined}>
            {certificate && (
              <CertificateDialog
                certificate={certificate}
                purpose="signing"
                isSaved={!isDraft(certificate)}
                info={info}
                onClose={() => close(dialog)}
              />
            )}
          </WhenOpen>
        )
      })}
    </div>
  )
}

interface CertificateProps {
  certificate: Certificate
  isDraft: boolean
  info: SsoInfo
  file: ReturnType<typeof useCertificateFile>
  onView: () => void
  onRemove: () => void
}

function SigningCertificate({ certificate, isDraft, info, file, onView, onRemove }: CertificateProps) {
  const title = useId()
  return (
    <Card labelledBy={title}>
      <div id={title} className={texts}>
        <CertificateIdentity certificate={certificate} isDraft={isDraft} asOf={info.asOf} />
      </div>
      <Row>
        <ActionButton aria-label={`View Details of ${certificateLabel(certificate)}`} onPress={onView}>
          View Details
        </ActionButton>
        <ActionButton aria-label={`Remove ${certificateLabel(certificate)}`} onPress={onRemove}>
          Remove
        </ActionButton>
      </Row>
      <CertificateVerdict
        draft={isDraft ? certificate : null}
        purpose="signing"
        error={undefined}
        asOf={info.asOf}
        file={file}
      />
    </Card>
  )
}

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 12 })
const heading = style({ display: 'flex', alignItems: 'center', columnGap: 4 })
const label = style({ font: 'ui', color: 'neutral-subdued' })
const texts = style({ display: 'flex', flexDirection: 'column', rowGap: 4, font: 'ui', alignItems: 'start' })
