import Settings from '@react-spectrum/s2/icons/Settings'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useSuspenseQuery } from '@tanstack/react-query'
import { useBlocker } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useMemo } from 'react'
import { LOCALES } from '#src/domain/customer.ts'
import { Picker } from '../../forms/Picker.tsx'
import { TextField } from '../../forms/TextField.tsx'
import { customerInfo } from '../../queries/customerInfo.ts'
import { Fact } from '../../ui/Fact.tsx'
import { FormFooter } from '../../ui/FormFooter.tsx'
import { Columns, Content, Section } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { loadToasts } from '../../ui/toast.tsx'
import { Conflict } from './Conflict.tsx'
import { DeprecationNotice } from './DeprecationNotice.tsx'
import { KeySettings } from './KeySettings.tsx'
import { FIELD_LABEL, localeLabel, timeZoneOptions } from './labels.ts'
import { useCloseDialog, useOpenDialog, WhenOpen } from './openDialog.tsx'
import { OwnKeyPanel } from './OwnKeyPanel.tsx'
import { useCustomerInfoForm } from './useCustomerInfoForm.ts'

const loadDialogs = () => import('./dialogs.tsx')
const HelpDialog = lazy(() => loadDialogs().then((dialogs) => ({ default: dialogs.HelpDialog })))
const LeaveDialog = lazy(() => loadDialogs().then((dialogs) => ({ default: dialogs.LeaveDialog })))

const LOCALE_OPTIONS = LOCALES.map((locale) => [locale, localeLabel(locale)] as const)

export function CustomerInfoPage() {
  const info = useSuspenseQuery(customerInfo()).data
  const { form, base, changed, conflict, failure, isSaving, wasRefused, submit, adopt, discard, keepDraft } =
    useCustomerInfoForm(info)
  const openDialog = useOpenDialog()
  const closeDialog = useCloseDialog()
  const leaving = useBlocker({
    shouldBlockFn: ({ current, next }) => {
      if (changed.length === 0 || current.pathname === next.pathname) return false
      if (next.pathname !== '/sign-in') return true
      keepDraft()
      return false
    },
    enableBeforeUnload: changed.length > 0,
    withResolver: true,
  })
  useEffect(() => void Promise.all([loadDialogs(), loadToasts()]), [])

  const { control } = form
  const timeZones = useMemo(() => timeZoneOptions(base.timeZone), [base.timeZone])
  return (
    <>
      <PageHeader eyebrow="System" title="Customer Info" icon={<Settings />} onHelp={() => openDialog('help')} />
      <form onSubmit={(event) => void submit(event)} noValidate className={page}>
        <Content>
          <Section title="Basic Info">
            <Columns>
              <Fact label="Name">{info.name}</Fact>
              <Fact label="Cluster Setup">{info.cluster}</Fact>
              <TextField
                control={control}
                name="adminEmail"
                label={FIELD_LABEL.adminEmail}
                type="email"
                autoComplete="off"
              />
              <Fact label="Domain">{info.domain}</Fact>
              <Picker control={control} name="timeZone" label={FIELD_LABEL.timeZone} options={timeZones} />
              <Picker control={control} name="locale" label={FIELD_LABEL.locale} options={LOCALE_OPTIONS} />
            </Columns>
          </Section>
          <DeprecationNotice />
          <Section title="API Key Settings">
            <KeySettings control={control} base={base} />
            <OwnKeyPanel />
          </Section>
          {conflict && (
            <Conflict base={base} theirs={info} mine={changed} autoFocus={wasRefused} onLoad={() => adopt(info)} />
          )}
          {failure && (
            <Notice variant="negative" title={failure.title} isLive autoFocus>
              {failure.message}
            </Notice>
          )}
        </Content>
        <FormFooter changes={changed.length} isSaving={isSaving} onCancel={discard} />
      </form>
      <WhenOpen dialog="help">
        <HelpDialog onClose={() => closeDialog('help')} />
      </WhenOpen>
      <Suspense>
        {leaving.status === 'blocked' && (
          <LeaveDialog changes={changed.length} isSaving={isSaving} onLeave={leaving.proceed} onStay={leaving.reset} />
        )}
      </Suspense>
    </>
  )
}

const page = style({ display: 'flex', flexDirection: 'column', flexGrow: 1, justifyContent: 'space-between' })
