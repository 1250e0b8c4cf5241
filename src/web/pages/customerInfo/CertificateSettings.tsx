import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { lazy, Suspense } from 'react'
import { useWatch, type Control } from 'react-hook-form'
import { CERTIFICATES_ELSEWHERE } from '#src/domain/certificate.ts'
import type { CustomerInfo, CustomerSettings } from '#src/domain/customer.ts'
import { Checkbox } from '../../forms/Checkbox.tsx'
import { WhenOpen } from '../../shell/openDialog.tsx'
import { Hint, Row } from '../../ui/layout.tsx'
import { FIELD_LABEL } from './labels.ts'

const CertificatePanel = lazy(() => import('./certificate/CertificatePanel.tsx'))
const CertificateHelp = lazy(() => import('./certificate/CertificateHelp.tsx'))

const DIALOGS = ['certificate', 'next-certificate'] as const

interface Props {
  control: Control<CustomerSettings>
  /** What the fields are compared with. */
  base: CustomerInfo
  /** What the backend has now. */
  info: CustomerInfo
}

/** **X.509 Certificate** (reference §4.3, item 5, and §6). What stands below the checkbox is loaded when it is needed. */
export function CertificateSettings({ control, base, info }: Props) {
  const [requirement, certificate] = useWatch({ control, name: ['certificateRequirement', 'certificate'] })
  // Ticked again, it is what it was.
  const whenTicked = base.certificateRequirement === 'off' ? 'required' : base.certificateRequirement
  const hasPanel = base.platformMode === 'classic' && (requirement !== 'off' || certificate !== null)
  return (
    <div role="group" aria-labelledby="x509" className={column}>
      <h3 id="x509" className={heading}>
        {FIELD_LABEL.certificate}
      </h3>
      {base.platformMode === 'ims' ? (
        <Hint>{CERTIFICATES_ELSEWHERE}</Hint>
      ) : (
        <>
          <Row>
            <Checkbox
              control={control}
              name="certificateRequirement"
              isTicked={(value) => value !== 'off'}
              toValue={(isTicked) => (isTicked ? whenTicked : 'off')}
            >
              {FIELD_LABEL.certificateRequirement}
            </Checkbox>
            <Suspense>
              <CertificateHelp label={FIELD_LABEL.certificateRequirement} />
            </Suspense>
          </Row>
          {hasPanel && (
            <Suspense fallback={<Hint>Loading…</Hint>}>
              <CertificatePanel control={control} base={base} info={info} />
            </Suspense>
          )}
        </>
      )}
      {/* A link may ask for details where there is nothing to tell of. */}
      {!hasPanel && DIALOGS.map((dialog) => <WhenOpen key={dialog} dialog={dialog} isPossible={false} />)}
    </div>
  )
}

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 12 })
const heading = style({ font: 'title', margin: 0 })
