import Settings from '@react-spectrum/s2/icons/Settings'
import { Link } from '@react-spectrum/s2/Link'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery } from '@tanstack/react-query'
import { useWatch, type Control } from 'react-hook-form'
import {
  AuthenticationSettings,
  authenticationOf,
  PASSWORDS_ELSEWHERE,
  type AuthenticationInfo,
} from '#src/domain/authentication.ts'
import RefreshWarning from '../../consequences/RefreshWarning.tsx'
import { OptionalPicker } from '../../forms/OptionalPicker.tsx'
import { Picker } from '../../forms/Picker.tsx'
import { SettingsForm } from '../../forms/SettingsForm.tsx'
import { useSettingsForm, type SettingsScreen } from '../../forms/useSettingsForm.ts'
import { ScreenHelp } from '../../help/ScreenHelp.tsx'
import { authentication, authenticationConsequences, saveAuthentication } from '../../queries/authentication.ts'
import { useOpenDialog } from '../../shell/openDialog.tsx'
import { useSession } from '../../shell/useSession.ts'
import { Content, Hint, Prose, Section, Stack } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { CLASSES_OPTIONS, DAYS_OPTIONS, FIELD_LABEL, LOCK_OPTIONS, REUSE_OPTIONS, settingLabel } from './labels.ts'

const SCREEN: SettingsScreen<AuthenticationSettings, AuthenticationInfo> = {
  name: 'Authentication',
  schema: AuthenticationSettings,
  labels: FIELD_LABEL,
  valueLabel: settingLabel,
  query: authentication,
  save: saveAuthentication,
}

/** Setup > System > Authentication (reference §5.5). */
export function AuthenticationPage() {
  const { platformMode } = useSession()
  const openDialog = useOpenDialog()
  return (
    <>
      <PageHeader eyebrow="System" title={SCREEN.name} icon={<Settings />} onHelp={() => openDialog('help')} />
      {platformMode === 'classic' ? (
        <Policies />
      ) : (
        <Content>
          <Prose>{PASSWORDS_ELSEWHERE} What was set here before is kept but has no effect.</Prose>
        </Content>
      )}
      <ScreenHelp screen={SCREEN.name} topic="authentication" />
    </>
  )
}

function Policies() {
  const form = useSettingsForm(SCREEN)
  const { control, base } = form
  return (
    <SettingsForm form={form}>
      <RefreshWarning act="settings" />
      <Section title="Password policies">
        <OptionalPicker
          control={control}
          name="passwordResetDays"
          label={FIELD_LABEL.passwordResetDays}
          options={DAYS_OPTIONS}
        >
          The days count from when a password was set. Whether an expired password also removes its owner’s API key is
          chosen in <Link href="/setup/system/customer-info">Customer Info</Link>.
        </OptionalPicker>
        <Consequences control={control} base={base} />
        <OptionalPicker
          control={control}
          name="passwordReuse"
          label={FIELD_LABEL.passwordReuse}
          options={REUSE_OPTIONS}
        >
          The password somebody has now counts as the first of them.
        </OptionalPicker>
        <div className={narrow}>
          <Picker
            control={control}
            name="lockMinutes"
            label={FIELD_LABEL.lockMinutes}
            options={LOCK_OPTIONS}
            description="They count at the sign-in page and in API calls."
          />
        </div>
        <div className={narrow}>
          <Picker
            control={control}
            name="characterClasses"
            label={FIELD_LABEL.characterClasses}
            options={CLASSES_OPTIONS}
            description="Lower case, upper case, digits and signs."
          />
        </div>
        <Hint>
          Dictionary words are always refused, also with digits and signs before or after them. So are passwords of
          fewer than 8 characters, one’s user name and one’s e-mail address.
        </Hint>
      </Section>
    </SettingsForm>
  )
}

/** What Save would do at once, said before it is pressed. What is not named here holds for passwords from now on. */
function Consequences({ control, base }: { control: Control<AuthenticationSettings>; base: AuthenticationInfo }) {
  const draft = { ...authenticationOf(base), ...useWatch({ control }) }
  const { passwordResetDays } = draft
  const isAtStake = passwordResetDays !== base.passwordResetDays
  const { data, error } = useQuery({ ...authenticationConsequences(draft), enabled: isAtStake })
  if (!isAtStake) return null
  if (error)
    return (
      <Notice variant="notice" title="What Save will do to passwords cannot be told now">
        {error.message}
      </Notice>
    )
  if (!data) return <Hint>Counting the passwords this would end…</Hint>

  const { passwords, restored, isOwnAmongThem, keys } = data
  return (
    <Notice variant={passwords + keys > 0 ? 'notice' : 'informative'} title="When you save" isLive>
      <Stack>
        {passwordResetDays === null ? (
          <span>Passwords will no longer expire.</span>
        ) : (
          <span>
            {passwords === 0
              ? 'No password expires at once.'
              : `${people(passwords)} at once. ${isOwnAmongThem ? 'Yours is among them. ' : ''}Until they choose a new one, they cannot sign in, and neither can integrations that use their password.`}
          </span>
        )}
        {restored > 0 && (
          <span>
            Expired passwords {passwordResetDays !== null && `younger than ${passwordResetDays} days `}can be used
            again. API keys that were removed with them do not come back.
          </span>
        )}
        {keys > 0 && (
          <span>
            {keys === 1
              ? '1 API key will be removed at once, because its owner’s password will have expired.'
              : `${keys.toLocaleString('en-US')} API keys will be removed at once, because their owners’ passwords will have expired.`}
          </span>
        )}
      </Stack>
    </Notice>
  )
}

const people = (count: number) =>
  count === 1 ? 'The password of 1 user expires' : `The passwords of ${count.toLocaleString('en-US')} users expire`

const narrow = style({ maxWidth: 320 })
