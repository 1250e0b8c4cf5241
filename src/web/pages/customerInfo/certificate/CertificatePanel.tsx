import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Fragment, lazy } from 'react'
import { useController, useWatch, type Control } from 'react-hook-form'
import { certificateLabel } from '#src/domain/certificateDetails.ts'
import type { CertificateRequirement } from '#src/domain/certificate.ts'
import { certificateRefusal } from '#src/domain/certificateRules.ts'
import type { CustomerInfo, CustomerSettings } from '#src/domain/customer.ts'
import { Checkbox } from '../../../forms/Checkbox.tsx'
import { useCloseDialog, WhenOpen } from '../../../shell/openDialog.tsx'
import { Hint, Stack } from '../../../ui/layout.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { ApiLoginList } from './ApiLoginList.tsx'
import { CertificateField } from './CertificateField.tsx'

const CertificateDialog = lazy(() => import('../../../certificates/CertificateDialog.tsx'))

interface Props {
  control: Control<CustomerSettings>
  base: CustomerInfo
  info: CustomerInfo
}

/** The certificates that API logins are matched with, and what requiring one does. */
export default function CertificatePanel({ control, base, info }: Props) {
  const requirement = useWatch({ control, name: 'certificateRequirement' })
  const { field: current, fieldState: currentState } = useController({ control, name: 'certificate' })
  const { field: next, fieldState: nextState } = useController({ control, name: 'nextCertificate' })
  const close = useCloseDialog()
  const { asOf } = info

  function retireCurrent(): void {
    current.onChange(next.value)
    next.onChange(null)
  }
  const nextWaits = next.value !== null && certificateRefusal(next.value, 'current', asOf) !== null
  const fields = [
    {
      role: 'current',
      dialog: 'certificate',
      field: current,
      saved: base.certificate,
      error: currentState.error?.message,
      other: next.value,
      onRetire: next.value ? retireCurrent : null,
      retireWaits: nextWaits,
    },
    {
      role: 'next',
      dialog: 'next-certificate',
      field: next,
      saved: base.nextCertificate,
      error: nextState.error?.message,
      other: current.value,
      onRetire: next.value ? () => next.onChange(null) : null,
      retireWaits: false,
    },
  ] as const
  return (
    <div className={column}>
      {fields.map(
        ({ role, field, ...others }) =>
          (role === 'current' || current.value || next.value) && (
            <CertificateField
              key={role}
              role={role}
              certificate={field.value}
              inputRef={field.ref}
              onChoose={field.onChange}
              asOf={asOf}
              version={base.version}
              {...others}
            />
          ),
      )}
      <Consequences requirement={requirement} base={base} kept={[current.value?.der, next.value?.der]} />
      {requirement !== 'off' && (
        <>
          <Stack>
            <Checkbox
              control={control}
              name="certificateRequirement"
              isTicked={(value) => value === 'report-only'}
              toValue={(isTicked) => (isTicked ? 'report-only' : 'required')}
            >
              Report only
            </Checkbox>
            <Hint>When ticked, logins without the certificate still succeed, and are counted and listed below.</Hint>
          </Stack>
          <ApiLoginList
            requirement={requirement}
            isSaved={
              requirement === base.certificateRequirement &&
              fields.every(({ field, saved }) => field.value?.der === saved?.der)
            }
            certificates={{ current: current.value, next: next.value }}
          />
        </>
      )}
      {fields.map(({ role, dialog, field, saved }) => (
        <WhenOpen key={role} dialog={dialog} isPossible={field.value !== null}>
          {field.value && (
            <CertificateDialog
              certificate={field.value}
              purpose={role}
              isSaved={field.value.der === saved?.der}
              info={info}
              onClose={() => close(dialog)}
            />
          )}
        </WhenOpen>
      ))}
    </div>
  )
}

interface Draft {
  requirement: CertificateRequirement
  base: CustomerInfo
  kept: (string | undefined)[]
}

/** What this Save would take away or give back, said before it is pressed. */
function Consequences({ requirement, base, kept }: Draft) {
  const retired = [base.certificate, base.nextCertificate].filter((old) => old && !kept.includes(old.der))
  const isTurnedOff = requirement === 'off' && base.certificateRequirement !== 'off'
  if (isTurnedOff)
    return (
      <Notice variant="notice" title="When you save" isLive>
        A user name and password are enough again to log in through the API. The certificates are kept for another time.
      </Notice>
    )
  if (retired.length === 0 || requirement === 'off') return null
  return (
    <Notice variant="notice" title="When you save" isLive>
      Logins that carry{' '}
      {retired.map((old, index) => (
        <Fragment key={old?.der}>
          {index > 0 && ' or '}
          <bdi>{old && certificateLabel(old)}</bdi>
        </Fragment>
      ))}{' '}
      are no longer recognised, and are {requirement === 'required' ? 'refused' : 'reported'}.
    </Notice>
  )
}

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 20 })
