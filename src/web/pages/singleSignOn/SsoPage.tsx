import Settings from '@react-spectrum/s2/icons/Settings'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useSuspenseQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect } from 'react'
import { useController, useFormState, useWatch, type Control } from 'react-hook-form'
import { lockOutRisks } from '#src/domain/sso/gate.ts'
import { SSO_ELSEWHERE, SSO_TYPES, SsoSettings, type SsoInfo } from '#src/domain/sso/settings.ts'
import { Picker } from '../../forms/Picker.tsx'
import { SettingsForm } from '../../forms/SettingsForm.tsx'
import { useSettingsForm, type SettingsScreen } from '../../forms/useSettingsForm.ts'
import { ScreenHelp } from '../../help/ScreenHelp.tsx'
import { saveSso, sso } from '../../queries/sso.ts'
import { useOpenDialog } from '../../shell/openDialog.tsx'
import { useSession } from '../../shell/useSession.ts'
import { Content, Hint, Prose, Section } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { EnableConsequences } from './EnableConsequences.tsx'
import { FIELD_LABEL, settingLabel, TYPE_LABEL } from './labels.ts'
import { SamlFields } from './SamlFields.tsx'
import { SigningWarning } from './SigningWarning.tsx'

const AdobeMappings = lazy(() => import('./AdobeMappings.tsx'))
const loadQuestion = () => import('./LockOutDialog.tsx')
const LockOutDialog = lazy(loadQuestion)

const SCREEN: SettingsScreen<SsoSettings, SsoInfo> = {
  name: 'Single Sign-On (SSO)',
  schema: SsoSettings,
  labels: FIELD_LABEL,
  valueLabel: settingLabel,
  query: sso,
  save: saveSso,
  mustAsk: (before, after) => lockOutRisks(before, after, before.triedAt !== null).length > 0,
}

const TYPE_OPTIONS = SSO_TYPES.map((type) => [type, TYPE_LABEL[type]] as const)

/** Setup > System > Single Sign-On (SSO) (reference §7). */
export function SsoPage() {
  const { platformMode } = useSession()
  const openDialog = useOpenDialog()
  return (
    <>
      <PageHeader eyebrow="System" title={SCREEN.name} icon={<Settings />} onHelp={() => openDialog('help')} />
      {platformMode === 'classic' ? <SsoForm /> : <Adobe />}
      <ScreenHelp screen={SCREEN.name} topic="single-sign-on" />
    </>
  )
}

function SsoForm() {
  const form = useSettingsForm(SCREEN)
  const { control, base, info, question, changes } = form
  const type = useWatch({ control, name: 'type' })
  useEffect(() => void loadQuestion(), [])
  const enable = useController({ control, name: 'isEnabled' }).field
  return (
    <SettingsForm form={form}>
      <SigningWarning info={info} />
      <Section title="SSO configuration">
        <div className={narrow}>
          <Picker
            control={control}
            name="type"
            label={FIELD_LABEL.type}
            options={TYPE_OPTIONS}
            isRequired
            onChoose={(chosen) => {
              // What is put away takes nobody's password, and does not by itself when it is taken out again.
              if (chosen === 'none') enable.onChange(false)
            }}
          />
        </div>
        {type === 'none' ? (
          <Hint>
            People sign in with a user name and password.
            {base.type !== 'none' && ' What was set up for another type is kept.'}
          </Hint>
        ) : (
          <Hint>
            {info.isEnabled
              ? 'People sign in through the identity provider.'
              : 'Nobody is sent to the identity provider before Enable is ticked and saved. Test Connection works without it.'}
          </Hint>
        )}
        {type === 'none' && <HiddenFaults control={control} />}
        {type === 'saml2' && <SamlFields control={control} base={base} info={info} isEdited={changes > 0} />}
        <EnableConsequences control={control} base={base} />
      </Section>
      {question && (
        <Suspense>
          <LockOutDialog before={info} {...question} />
        </Suspense>
      )}
    </SettingsForm>
  )
}

/** Why a save is refused because of a field that is put away with its type and cannot say so itself. */
function HiddenFaults({ control }: { control: Control<SsoSettings> }) {
  const { errors } = useFormState({ control })
  // The errors of the form are kept by the names of its fields.
  const names = (Object.keys(errors) as (keyof SsoSettings)[]).filter((name) => name !== 'type')
  if (names.length === 0) return null
  return (
    <Notice variant="negative" title="What is put away cannot be saved as it is" isLive>
      Select {TYPE_LABEL.saml2} and mend {names.map((name) => FIELD_LABEL[name]).join(', ')}, or press Cancel.
    </Notice>
  )
}

/** What is left of the screen where Adobe signs people in (reference §2.2). */
function Adobe() {
  const { mappings } = useSuspenseQuery(sso()).data
  return (
    <Content>
      <Prose>
        {SSO_ELSEWHERE} What was set up here before is kept but has no effect. These are its attribute mappings, in the
        words of that console.
      </Prose>
      <Section title="Adobe">
        <Suspense>
          <AdobeMappings mappings={mappings} />
        </Suspense>
      </Section>
    </Content>
  )
}

const narrow = style({ maxWidth: 320 })
