import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useId } from 'react'
import type { Control } from 'react-hook-form'
import * as z from 'zod/mini'
import { LEAST_LENGTH, NewPassword, type PasswordPolicy } from '#src/domain/newPassword.ts'
import { TextField } from '../../forms/TextField.tsx'
import { Hint } from '../../ui/layout.tsx'

const newPasswords = {
  newPassword: NewPassword.check(z.minLength(LEAST_LENGTH, `Use at least ${LEAST_LENGTH} characters`)),
  again: z.string().check(z.minLength(1, 'Enter the new password again')),
}
const areSame = z.refine<NewPasswordForm>(({ newPassword, again }) => newPassword === again, {
  path: ['again'],
  error: 'This is not the same as the new password above',
})

export interface NewPasswordForm {
  newPassword: string
  again: string
}
export const NewPasswordForm = z.object(newPasswords).check(areSame)

export const ChangePasswordForm = z
  .object({ password: z.string().check(z.minLength(1, 'Enter your current password')), ...newPasswords })
  .check(areSame)
export type ChangePasswordForm = z.infer<typeof ChangePasswordForm>

interface Props {
  control: Control<NewPasswordForm>
  /** Undefined while it is not known; what holds everywhere is said all the same. */
  policy: PasswordPolicy | undefined
  autoFocus?: boolean
}

/** A new password, typed twice, under what it is held to. */
export function NewPasswordFields({ control, policy, autoFocus = false }: Props) {
  const id = useId()
  return (
    <>
      <Hint>
        <div id={id}>
          A new password:
          <ul className={list}>
            <li>has at least {LEAST_LENGTH} characters</li>
            {policy && <li>has at least {policy.characterClasses} of these: lower case, upper case, digits, signs</li>}
            <li>is not a dictionary word or a common password, even with digits or signs before or after it</li>
            <li>is more than names: yours, your organization’s, or the product’s</li>
            <li>
              {policy?.passwordReuse
                ? `is not one of your last ${policy.passwordReuse}`
                : 'differs from the one you have'}
            </li>
          </ul>
        </div>
      </Hint>
      <TextField
        control={control}
        name="newPassword"
        label="New password"
        type="password"
        autoComplete="new-password"
        aria-describedby={id}
        autoFocus={autoFocus}
      />
      <TextField
        control={control}
        name="again"
        label="New password again"
        type="password"
        autoComplete="new-password"
      />
      <Hint>Changing your password signs you out everywhere else.</Hint>
    </>
  )
}

const list = style({ marginTop: 4, marginBottom: 0, paddingStart: 20 })
