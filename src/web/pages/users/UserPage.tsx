import UserAvatar from '@react-spectrum/s2/icons/UserAvatar'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useWatch } from 'react-hook-form'
import { UserSettings } from '#src/domain/userEdit.ts'
import type { UserDetails } from '#src/domain/userList.ts'
import RefreshWarning from '../../consequences/RefreshWarning.tsx'
import { SettingsForm } from '../../forms/SettingsForm.tsx'
import { useSettingsForm, type SettingsScreen } from '../../forms/useSettingsForm.ts'
import { saveUser, userDetails } from '../../queries/users.ts'
import { useOpenDialog } from '../../shell/openDialog.tsx'
import { Section } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { AllUsers } from './AllUsers.tsx'
import { FIELD_LABEL, nameOf, settingLabel } from './labels.ts'
import { FromDirectory } from './FromDirectory.tsx'
import { UserActs } from './UserActs.tsx'
import { UserFields } from './UserFields.tsx'
import { UserKey } from './UserKey.tsx'

/** One user: what is known of them, their key, and what can be done to either. */
export function UserPage({ id }: { id: string }) {
  const details = useSuspenseQuery(userDetails(id)).data
  const openDialog = useOpenDialog()
  return (
    <>
      <PageHeader eyebrow="Users" title={nameOf(details)} icon={<UserAvatar />} onHelp={() => openDialog('help')} />
      <UserForm id={id} />
    </>
  )
}

function UserForm({ id }: { id: string }) {
  const screen = useMemo(
    (): SettingsScreen<UserSettings, UserDetails> => ({
      name: 'User',
      schema: UserSettings,
      labels: FIELD_LABEL,
      valueLabel: settingLabel,
      query: () => userDetails(id),
      save: () => saveUser(id),
    }),
    [id],
  )
  const form = useSettingsForm(screen)
  const { control, info, base } = form
  const email = useWatch({ control, name: 'email' })
  return (
    <SettingsForm form={form} editedBy="user">
      <AllUsers />
      <RefreshWarning act="edit-user" />
      <Section title="Account">
        <UserFields
          control={control}
          timeZone={base.timeZone}
          levels={info.levels}
          levelsReason={info.levelsReason}
          onChooseLevel={(level) => form.setValue('accessLevel', level)}
        />
        {info.isMainAdministrator && email !== base.email && (
          <Notice variant="informative" title="When you save, the Admin Email changes too" isLive>
            This is the main administrator, whose address is the Admin Email in Customer Info. It follows them to their
            new address.
          </Notice>
        )}
      </Section>
      <FromDirectory directory={info.directory} />
      <UserActs details={info} />
      <UserKey details={info} />
    </SettingsForm>
  )
}
