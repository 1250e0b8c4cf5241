import { ActionButton } from '@react-spectrum/s2/ActionButton'
import Copy from '@react-spectrum/s2/icons/Copy'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useId } from 'react'
import { useWatch, type Control } from 'react-hook-form'
import { hasCertificateExpired, type Certificate } from '#src/domain/certificate.ts'
import { isRenewalDue } from '#src/domain/sso/ownCertificates.ts'
import type { SsoInfo, SsoSettings } from '#src/domain/sso/settings.ts'
import { CertificateIdentity } from '../../certificates/CertificateIdentity.tsx'
import { Checkbox } from '../../forms/Checkbox.tsx'
import { failureOf } from '../../http.ts'
import { downloadMetadata } from '../../queries/sso.ts'
import { useAct } from '../../queries/useAct.ts'
import { useSession } from '../../shell/useSession.ts'
import { Card } from '../../ui/Card.tsx'
import { Hint, Stack } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Time } from '../../ui/Time.tsx'
import { useClipboard } from '../../ui/useClipboard.ts'
import { FIELD_LABEL } from './labels.ts'

interface Props {
  control: Control<SsoSettings>
  /** What the fields are compared with. */
  base: SsoInfo
  /** What the backend has now. */
  info: SsoInfo
}

/** What the identity provider has to know of this side: the metadata, or what it says piece by piece. */
export function OwnSide({ control, base, info }: Props) {
  const { current, next } = info.ownCertificates
  return (
    <>
      <Metadata control={control} info={info} />
      {current && <OwnCertificate title="Workfront certificate" certificate={current} info={info} />}
      {next && <OwnCertificate title="New Workfront certificate" certificate={next} info={info} />}
      <Renewal control={control} base={base} info={info} />
    </>
  )
}

function Metadata({ control, info }: Pick<Props, 'control' | 'info'>) {
  const serviceProviderId = useWatch({ control, name: 'serviceProviderId' })
  const run = useAct(downloadMetadata())
  const failure = failureOf('The download', run.error)
  return (
    <Stack>
      <ActionButton isPending={run.isPending} onPress={() => run.mutate()}>
        Download SAML 2.0 Metadata
      </ActionButton>
      {serviceProviderId !== info.serviceProviderId && (
        <Hint>Save first: the metadata names the Service Provider ID that is saved.</Hint>
      )}
      {failure && (
        <Notice variant="negative" title={failure.title} isLive>
          {failure.message}
        </Notice>
      )}
      <Address label="Metadata URL">{info.metadataUrl}</Address>
      <Address label="Assertion Consumer URL">{info.assertionConsumerUrl}</Address>
    </Stack>
  )
}

function Address({ label, children: url }: { label: string; children: string }) {
  const { copy, isBlocked } = useClipboard(`${label} copied`)
  return (
    <div>
      <div className={line}>
        <span className={address}>
          {label}: <bdi>{url}</bdi>
        </span>
        <ActionButton
          size="S"
          aria-label={`Copy: ${label}`}
          onPress={() => void copy(url)}
          styles={style({ flexShrink: 0 })}
        >
          <Copy />
        </ActionButton>
      </div>
      {isBlocked && <Hint>The browser did not allow copying. Select the text and copy it by hand.</Hint>}
    </div>
  )
}

interface CertificateProps {
  title: string
  certificate: Certificate
  info: SsoInfo
}

function OwnCertificate({ title, certificate, info }: CertificateProps) {
  const id = useId()
  return (
    <Card labelledBy={id}>
      <h3 id={id} className={heading}>
        {title}
      </h3>
      <div className={texts}>
        <CertificateIdentity certificate={certificate} isDraft={false} asOf={info.asOf} />
      </div>
    </Card>
  )
}

/** While the provider still has to be given the next certificate (reference §7.2). */
function Renewal({ control, base, info }: Props) {
  const { timeZone } = useSession().user
  const { current, next } = info.ownCertificates
  if (!current || !next || !isRenewalDue(info.ownCertificates, info.asOf)) return null
  const hasExpired = hasCertificateExpired(current, info.asOf)
  return (
    <>
      <Notice
        variant={hasExpired ? 'negative' : 'notice'}
        title={`The Workfront certificate ${hasExpired ? 'has expired' : 'expires soon'}`}
      >
        <Stack>
          <span>
            {hasExpired ? 'It ended on ' : 'It ends on '}
            <Time at={current.validTo} asOf={info.asOf} timeZone={timeZone} />. Download the metadata, which has the new
            one too, and upload it to the identity provider. Then tick the box below and save: from then on the new one
            signs.
          </span>
          <span>Until then administrators can sign in with their password, whatever Admin Exemption says.</span>
        </Stack>
      </Notice>
      <Checkbox
        control={control}
        name="uploadedCertificate"
        isTicked={(uploaded) => uploaded === next.fingerprint}
        toValue={(isTicked) => (isTicked ? next.fingerprint : base.uploadedCertificate)}
      >
        {FIELD_LABEL.uploadedCertificate}
      </Checkbox>
    </>
  )
}

const line = style({ display: 'flex', alignItems: 'center', columnGap: 8 })
const address = style({ font: 'ui', minWidth: 0, overflowWrap: 'anywhere' })
const heading = style({ font: 'ui', fontWeight: 'bold', margin: 0 })
const texts = style({ display: 'flex', flexDirection: 'column', rowGap: 4, font: 'ui', alignItems: 'start' })
