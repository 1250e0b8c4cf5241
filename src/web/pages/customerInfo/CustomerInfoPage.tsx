import Settings from '@react-spectrum/s2/icons/Settings'
import { lazy, Suspense, useEffect, useMemo } from 'react'
import { asksForCertificate } from '#src/domain/certificate.ts'
import { CustomerSettings, LOCALES, type CustomerInfo } from '#src/domain/customer.ts'
import { Picker } from '../../forms/Picker.tsx'
import { SettingsForm } from '../../forms/SettingsForm.tsx'
import { TextField } from '../../forms/TextField.tsx'
import { useSettingsForm, type SettingsScreen } from '../../forms/useSettingsForm.ts'
import { ScreenHelp } from '../../help/ScreenHelp.tsx'
import { customerInfo, saveCustomerInfo } from '../../queries/customerInfo.ts'
import { useOpenDialog } from '../../shell/openDialog.tsx'
import { useSession } from '../../shell/useSession.ts'
import { ReadOnlyField } from '../../ui/ReadOnlyField.tsx'
import { Columns, Section } from '../../ui/layout.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { timeZoneOptions } from '../../ui/timeZone.ts'
import { CertificateSettings } from './CertificateSettings.tsx'
import { DeprecationNotice } from './DeprecationNotice.tsx'
import { KeySettings } from './KeySettings.tsx'
import { FIELD_LABEL, localeLabel, settingLabel } from './labels.ts'
import { OwnKeyPanel } from './OwnKeyPanel.tsx'

const CertificateWarning = lazy(() => import('./certificate/CertificateWarning.tsx'))
const RefreshWarning = lazy(() => import('../../consequences/RefreshWarning.tsx'))
const loadDialogs = () => import('./dialogs.tsx')

const SCREEN: SettingsScreen<CustomerSettings, CustomerInfo> = {
  name: 'Customer Info',
  schema: CustomerSettings,
  labels: FIELD_LABEL,
  valueLabel: settingLabel,
  query: customerInfo,
  save: saveCustomerInfo,
  // An address is stored as its owner spells it.
  anyCase: ['adminEmail'],
}

const LOCALE_OPTIONS = LOCALES.map((locale) => [locale, localeLabel(locale)] as const)

export function CustomerInfoPage() {
  const form = useSettingsForm(SCREEN)
  const { control, info, base } = form
  const { environment } = useSession()
  const openDialog = useOpenDialog()
  useEffect(() => void loadDialogs(), [])
  const timeZones = useMemo(() => timeZoneOptions(base.timeZone), [base.timeZone])
  return (
    <>
      <PageHeader eyebrow="System" title={SCREEN.name} icon={<Settings />} onHelp={() => openDialog('help')} />
      <SettingsForm form={form}>
        <Suspense>
          {environment === 'preview' && <RefreshWarning act="settings" />}
          {asksForCertificate(info) && <CertificateWarning info={info} />}
        </Suspense>
        <Section title="Basic Info">
          <Columns>
            <ReadOnlyField label="Name">{info.name}</ReadOnlyField>
            <ReadOnlyField label="Cluster Setup">{info.cluster}</ReadOnlyField>
            <TextField
              control={control}
              name="adminEmail"
              label={FIELD_LABEL.adminEmail}
              type="email"
              autoComplete="off"
            />
            <ReadOnlyField label="Domain">{info.domain}</ReadOnlyField>
            <Picker control={control} name="timeZone" label={FIELD_LABEL.timeZone} options={timeZones} />
            <Picker control={control} name="locale" label={FIELD_LABEL.locale} options={LOCALE_OPTIONS} />
          </Columns>
        </Section>
        <DeprecationNotice />
        <Section title="API Key Settings">
          <KeySettings control={control} base={base} />
          <OwnKeyPanel />
          <CertificateSettings control={control} base={base} info={info} />
        </Section>
      </SettingsForm>
      <ScreenHelp screen={SCREEN.name} topic="customer-info" />
    </>
  )
}
