import { Button } from '@react-spectrum/s2/Button'
import UserAdd from '@react-spectrum/s2/icons/UserAdd'
import { zodResolver } from '@hookform/resolvers/zod'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useForm, useWatch, type Control } from 'react-hook-form'
import * as z from 'zod/mini'
import { PASSWORDS_ELSEWHERE } from '#src/domain/authentication.ts'
import { UserSettings } from '#src/domain/userEdit.ts'
import RefreshWarning from '../../consequences/RefreshWarning.tsx'
import { LeaveGuard, loadUnsaved } from '../../forms/LeaveGuard.tsx'
import { TextField } from '../../forms/TextField.tsx'
import { failureOf } from '../../http.ts'
import { createUser, userDefaults } from '../../queries/users.ts'
import { useAct } from '../../queries/useAct.ts'
import { useOpenDialog } from '../../shell/openDialog.tsx'
import { useSession } from '../../shell/useSession.ts'
import { Columns, Content, Hint, Row, Section } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { loadToasts, toast } from '../../ui/toast.tsx'
import { AllUsers } from './AllUsers.tsx'
import { nameOf } from './labels.ts'
import { OneTimePasswordRules } from './OneTimePasswordRules.tsx'
import { UserFields } from './UserFields.tsx'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }

const route = getRouteApi('/signed-in/users')

/** Empty where somebody gets no password. */
const NewUserForm = z.extend(UserSettings, { newPassword: z.string() })

/** Somebody new. */
export function NewUserPage() {
  const { timeZone, ssoAccessOnly, levels, levelsReason } = useSuspenseQuery(userDefaults()).data
  const { platformMode } = useSession()
  const navigate = route.useNavigate()
  const openDialog = useOpenDialog()
  const create = useAct(createUser())
  const form = useForm<z.infer<typeof NewUserForm>>({
    resolver: zodResolver(NewUserForm),
    defaultValues: {
      firstName: '',
      lastName: '',
      email: '',
      username: '',
      licence: 'Standard',
      accessLevel: 'Standard',
      timeZone,
      ssoUsername: '',
      ssoAccessOnly,
      newPassword: '',
    },
  })
  const { control } = form
  const isSamlOnly = useWatch({ control, name: 'ssoAccessOnly' })
  useEffect(() => void Promise.all([loadUnsaved(), loadToasts()]), [])
  const submit = form.handleSubmit(({ newPassword, ...settings }) =>
    create.mutate(
      { ...settings, newPassword: newPassword === '' ? null : newPassword },
      {
        onSuccess(created) {
          toast(`${nameOf(created)} added`)
          void navigate({
            search: (previous) => ({ ...previous, user: created.id }),
            replace: true,
            ignoreBlocker: true,
          })
        },
        onError({ field, message }) {
          const name = FIELDS.find((name) => name === field)
          if (name) form.setError(name, { message }, { shouldFocus: true })
        },
      },
    ),
  )
  const isOnField = FIELDS.some((name) => name === create.error?.field)
  const failure = isOnField ? null : failureOf('Adding', create.error)
  const { isDirty, dirtyFields } = form.formState
  return (
    <>
      <PageHeader eyebrow="Users" title="New user" icon={<UserAdd />} onHelp={() => openDialog('help')} />
      <form onSubmit={(event) => void submit(event)} noValidate className={page}>
        <Content>
          <AllUsers />
          <RefreshWarning act="add-user" />
          <Section title="Account">
            {/* Its fields are among those of this form. */}
            <UserFields
              control={control as unknown as Control<UserSettings>}
              timeZone={timeZone}
              levels={levels}
              levelsReason={levelsReason}
              onChooseLevel={(level) => form.setValue('accessLevel', level, { shouldDirty: true })}
            />
          </Section>
          <Section title="Password">
            {platformMode === 'classic' ? (
              <>
                <Columns>
                  <TextField
                    control={control}
                    name="newPassword"
                    label="One-time password"
                    autoComplete="off"
                    description={<OneTimePasswordRules />}
                  />
                </Columns>
                <Hint>
                  {isSamlOnly
                    ? 'Left empty, they sign in through the identity provider only, which is where they belong while single sign-on is enabled.'
                    : 'Left empty, they cannot sign in with a password until you set one.'}
                </Hint>
              </>
            ) : (
              <Hint>{PASSWORDS_ELSEWHERE}</Hint>
            )}
          </Section>
          {failure && (
            <Notice variant="negative" title={failure.title} level={2} isLive autoFocus>
              {failure.message}
            </Notice>
          )}
          <Row>
            <Button variant="accent" type="submit" isPending={create.isPending}>
              Add user
            </Button>
            <Button
              variant="secondary"
              fillStyle="outline"
              isDisabled={create.isPending}
              onPress={() => void navigate({ search: (previous) => ({ ...previous, user: undefined }) })}
            >
              Cancel
            </Button>
          </Row>
        </Content>
      </form>
      <LeaveGuard changes={isDirty ? Object.keys(dirtyFields).length : 0} isSaving={create.isPending} editedBy="user" />
    </>
  )
}

// The names of a shape are its keys.
const FIELDS = Object.keys(NewUserForm.shape) as (keyof z.infer<typeof NewUserForm>)[]

const page = style({ display: 'flex', flexDirection: 'column', flexGrow: 1 })
