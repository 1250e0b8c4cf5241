import Settings from '@react-spectrum/s2/icons/Settings'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useSuspenseQuery } from '@tanstack/react-query'
import { useBlocker } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
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
import { OwnKeyPanel } from './OwnKeyPanel.tsx'
import { useCustomerInfoForm } from './useCustomerInfoForm.ts'
import { useDialog } from './useDialog.ts'

const loadDialogs = () => import('./dialogs.tsx')
const HelpDialog = lazy(() => loadDialogs().then((dialogs) => ({ default: dialogs.HelpDialog })))
const RemoveAllDialog = lazy(() => loadDialogs().then((dialogs) => ({ default: dialogs.RemoveAllDialog })))
const LeaveDialog = lazy(() => loadDialogs().then((dialogs) => ({ default: dialogs.LeaveDialog })))

const LOCALE_OPTIONS = LOCALES.map((locale) => [locale, localeLabel(locale)] as const)
const TIME_ZONE_OPTIONS = timeZoneOptions()

export function CustomerInfoPage() {
  const info = useSuspenseQuery(customerInfo()).data
  const { form, base, changed, conflict, save, submit, adopt, discard, keepDraft } = useCustomerInfoForm(info)
  const dialog = useDialog()
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
  const error = save.error?.code === 'stale' || save.error?.field ? null : save.error
  return (
    <>
      <PageHeader eyebrow="System" title="Customer Info" icon={<Settings />} onHelp={() => dialog.open('help')} />
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
              <Picker control={control} name="timeZone" label={FIELD_LABEL.timeZone} options={TIME_ZONE_OPTIONS} />
              <Picker control={control} name="locale" label={FIELD_LABEL.locale} options={LOCALE_OPTIONS} />
            </Columns>
          </Section>
          <DeprecationNotice />
          <Section title="API Key Settings">
            <KeySettings control={control} base={base} onRemoveAll={() => dialog.open('remove-all')} />
            <OwnKeyPanel dialog={dialog} />
          </Section>
          {conflict && <Conflict base={base} theirs={info} mine={changed} onLoad={() => adopt(info)} />}
          {error && (
            <Notice variant="negative" title="Your changes are not saved" isLive autoFocus>
              {error.message}
            </Notice>
          )}
        </Content>
        <FormFooter changes={changed.length} isSaving={save.isPending} onCancel={discard} />
      </form>
      <Suspense>
        {dialog.current === 'help' && <HelpDialog onClose={dialog.close} />}
        {dialog.current === 'remove-all' && <RemoveAllDialog onClose={dialog.close} />}
        {leaving.status === 'blocked' && (
          <LeaveDialog changes={changed.length} onLeave={leaving.proceed} onStay={leaving.reset} />
        )}
      </Suspense>
    </>
  )
}

const page = style({ display: 'flex', flexDirection: 'column', flexGrow: 1, justifyContent: 'space-between' })
