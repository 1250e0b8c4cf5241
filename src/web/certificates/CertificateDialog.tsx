import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { Content, Dialog, DialogContainer, Heading } from '@react-spectrum/s2/Dialog'
import Copy from '@react-spectrum/s2/icons/Copy'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Text } from '@react-spectrum/s2/Text'
import { useQuery } from '@tanstack/react-query'
import { useId, type ReactNode } from 'react'
import { daysLeft, type Certificate, type CertificatePurpose } from '#src/domain/certificate.ts'
import { certificateDetails, visible } from '#src/domain/certificateDetails.ts'
import { keyLabel, type CertificateFacts } from '#src/domain/certificateFacts.ts'
import type { Instant } from '#src/domain/instant.ts'
import { certificateReading, ownReading } from '../queries/certificates.ts'
import { Hint } from '../ui/layout.tsx'
import { Notice } from '../ui/Notice.tsx'
import { useClipboard } from '../ui/useClipboard.ts'

/** How the organisation writes dates, and when it is there. */
interface Reader {
  locale: string
  timeZone: string
  asOf: Instant
}

interface Props {
  certificate: Certificate
  purpose: CertificatePurpose
  isSaved: boolean
  info: Reader
  onClose: () => void
}

/** **View Details**: the nine fields of the product, then what tells whether to trust the certificate (X6). */
export default function CertificateDialog({ certificate, purpose, isSaved, info, onClose }: Props) {
  const reading = useQuery(certificateReading(certificate.der, purpose))
  // What was just chosen this page reads itself, so that it is there at once; the backend has the final say.
  const own = useQuery({ ...ownReading(certificate.der), enabled: !isSaved || reading.isError })
  const facts = reading.data?.facts ?? own.data
  const { error } = own
  return (
    <DialogContainer onDismiss={onClose}>
      <Dialog isDismissible size="L">
        <Heading slot="title">Details of the {purpose} certificate</Heading>
        <Content>
          {/* May be longer than the dialog: not every browser lets a keyboard scroll it otherwise. */}
          <div role="region" aria-label="What the certificate says" tabIndex={0} className={column}>
            <Hint>
              <bdi>{visible(certificate.name)}</bdi>
            </Hint>
            {facts && <Details facts={facts} info={info} />}
            {error && (
              <Notice variant="negative" title="The certificate cannot be shown" isLive>
                {error.message}
              </Notice>
            )}
            {!facts && !error && <Hint>Reading the certificate…</Hint>}
          </div>
        </Content>
      </Dialog>
    </DialogContainer>
  )
}

function Details({ facts, info }: { facts: CertificateFacts; info: Reader }) {
  const title = useId()
  return (
    <>
      <dl className={list}>
        {certificateDetails(facts, info).map(({ label, text }) => (
          <Detail key={label} label={label} copied={label === 'Serial Number' ? text : undefined}>
            {text}
          </Detail>
        ))}
      </dl>
      <h3 id={title} className={heading}>
        Before you trust it
      </h3>
      <dl aria-labelledby={title} className={list}>
        <Detail label="SHA-256 fingerprint" copied={facts.fingerprint}>
          {facts.fingerprint}
        </Detail>
        <Detail label="Key">{keyLabel(facts)}</Detail>
        <Detail label="Signature algorithm">{facts.signatureAlgorithm}</Detail>
        <Detail label="Key usage">{usageLabel(facts.keyUsage)}</Detail>
        <Detail label="Extended key usage">{usageLabel(facts.extendedKeyUsage)}</Detail>
        <Detail label="Self-signed">{facts.isSelfSigned ? 'Yes: its issuer is its subject' : 'No'}</Detail>
        <Detail label="Issuer known here">{trustLabel(facts.isIssuerTrusted)}</Detail>
        <Detail label="Days left">{daysLabel(daysLeft(facts, info.asOf))}</Detail>
      </dl>
    </>
  )
}

function Detail({ label, copied, children }: { label: string; copied?: string | undefined; children: ReactNode }) {
  const { copy, isBlocked } = useClipboard(`${label} copied`)
  return (
    <div className={detail}>
      <dt className={term}>{label}</dt>
      <dd className={value}>
        <bdi>{children}</bdi>
        {copied && (
          <ActionButton size="S" aria-label={`Copy: ${label}`} onPress={() => void copy(copied)}>
            <Copy />
            <Text>Copy</Text>
          </ActionButton>
        )}
        {isBlocked && <Hint>The browser did not allow copying. Select the text and copy it by hand.</Hint>}
      </dd>
    </div>
  )
}

const usageLabel = (usages: string[] | null) =>
  usages === null ? 'Not limited' : usages.length === 0 ? 'None' : usages.join(', ')

const trustLabel = (isTrusted: boolean | null) =>
  isTrusted === null
    ? 'Not checked here'
    : isTrusted
      ? 'Yes, this system trusts it'
      : 'No, this system does not trust it'

const daysLabel = (days: number) =>
  days < 0
    ? 'Expired'
    : days === 0
      ? 'Less than a day'
      : `${days.toLocaleString('en-US')} ${days === 1 ? 'day' : 'days'}`

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 16 })
const list = style({ margin: 0, font: 'ui', display: 'flex', flexDirection: 'column', rowGap: 8 })
const detail = style({
  display: 'grid',
  gridTemplateColumns: { default: '1fr', sm: '[13rem 1fr]' },
  columnGap: 24,
  alignItems: 'baseline',
})
const term = style({ color: 'neutral-subdued' })
const value = style({
  margin: 0,
  minWidth: 0,
  overflowWrap: 'anywhere',
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: 8,
})
const heading = style({ font: 'title', margin: 0 })
