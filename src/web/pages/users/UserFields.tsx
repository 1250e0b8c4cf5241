import { useMemo } from 'react'
import { useWatch, type Control } from 'react-hook-form'
import { LICENCE_OF } from '#src/domain/accessLevel.ts'
import { ACCESS_LEVELS, LICENCES, type User } from '#src/domain/user.ts'
import type { UserSettings } from '#src/domain/userEdit.ts'
import { Checkbox } from '../../forms/Checkbox.tsx'
import { Picker } from '../../forms/Picker.tsx'
import { TextField } from '../../forms/TextField.tsx'
import { Columns, Hint } from '../../ui/layout.tsx'
import { timeZoneOptions } from '../../ui/timeZone.ts'
import { FIELD_LABEL } from './labels.ts'

interface Props {
  control: Control<UserSettings>
  /** The time zone that is stored, which a browser may not know. */
  timeZone: string
  /** The access levels that can be given, and why no other. */
  levels: readonly User['accessLevel'][]
  levelsReason: string | null
  onChooseLevel: (level: User['accessLevel']) => void
}

/** What is known of a user and can be edited. */
export function UserFields({ control, timeZone, levels, levelsReason, onChooseLevel }: Props) {
  const [licence, accessLevel] = useWatch({ control, name: ['licence', 'accessLevel'] })
  const zones = useMemo(() => timeZoneOptions(timeZone), [timeZone])
  // What is chosen is always offered, also an odd pair from elsewhere.
  const licences = useMemo(
    () => optionsOf(LICENCES.filter((one) => one === licence || levels.some((level) => LICENCE_OF[level] === one))),
    [licence, levels],
  )
  const fitting = useMemo(
    () =>
      optionsOf(
        ACCESS_LEVELS.filter((one) => one === accessLevel || (levels.includes(one) && LICENCE_OF[one] === licence)),
      ),
    [accessLevel, levels, licence],
  )
  const chooseLicence = (chosen: unknown) => {
    const fits = levels.filter((level) => LICENCE_OF[level] === chosen)
    // The one that gives least.
    const level = fits.at(-1)
    if (LICENCE_OF[accessLevel] !== chosen && level) onChooseLevel(level)
  }
  return (
    <>
      <Columns>
        <TextField control={control} name="firstName" label={FIELD_LABEL.firstName} isRequired autoComplete="off" />
        <TextField control={control} name="lastName" label={FIELD_LABEL.lastName} isRequired autoComplete="off" />
        <TextField
          control={control}
          name="email"
          label={FIELD_LABEL.email}
          isRequired
          type="email"
          autoComplete="off"
        />
        <TextField control={control} name="username" label={FIELD_LABEL.username} isRequired autoComplete="off" />
        <Picker
          control={control}
          name="licence"
          label={FIELD_LABEL.licence}
          options={licences}
          onChoose={chooseLicence}
        />
        <Picker
          control={control}
          name="accessLevel"
          label={FIELD_LABEL.accessLevel}
          options={fitting}
          {...(levelsReason !== null && { description: levelsReason })}
        />
        <Picker control={control} name="timeZone" label={FIELD_LABEL.timeZone} options={zones} />
        <TextField control={control} name="ssoUsername" label={FIELD_LABEL.ssoUsername} autoComplete="off" />
      </Columns>
      <Checkbox control={control} name="ssoAccessOnly">
        {FIELD_LABEL.ssoAccessOnly}
      </Checkbox>
      <Hint>
        Counts while single sign-on is enabled: a password of theirs is refused then, and they sign in through the
        identity provider, which knows them by the SSO username. Upper and lower case count in it.
      </Hint>
    </>
  )
}

const optionsOf = <Name extends string>(names: readonly Name[]) => names.map((name) => [name, name] as const)
