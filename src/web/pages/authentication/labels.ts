import {
  CHARACTER_CLASSES,
  LOCK_MINUTES,
  RESET_DAYS,
  REUSE_LIMITS,
  type AuthenticationSettings,
} from '#src/domain/authentication.ts'

/** The product's labels, in the order of the screen (reference §5.5). */
export const FIELD_LABEL: Record<keyof AuthenticationSettings, string> = {
  passwordResetDays: 'Force users to reset their password every',
  passwordReuse: 'Block reuse of the last',
  lockMinutes: 'Lock an account after 5 wrong passwords for',
  characterClasses: 'Kinds of characters a password needs',
}

const LOCK_LABEL: Record<AuthenticationSettings['lockMinutes'], string> = {
  10: '10 minutes',
  30: '30 minutes',
  60: '1 hour',
  480: '8 hours',
  1440: '24 hours',
}

/** A setting's value as people read it. */
export function settingLabel(name: keyof AuthenticationSettings, settings: AuthenticationSettings): string {
  switch (name) {
    case 'passwordResetDays':
      return settings.passwordResetDays === null ? 'Off' : `${settings.passwordResetDays} days`
    case 'passwordReuse':
      return settings.passwordReuse === null ? 'Off' : `${settings.passwordReuse} passwords`
    case 'lockMinutes':
      return LOCK_LABEL[settings.lockMinutes]
    default:
      return `At least ${settings.characterClasses} kinds`
  }
}

export const DAYS_OPTIONS = RESET_DAYS.map((days) => [days, `${days} days`] as const)
export const REUSE_OPTIONS = REUSE_LIMITS.map((limit) => [limit, `${limit} passwords`] as const)
export const LOCK_OPTIONS = LOCK_MINUTES.map((minutes) => [minutes, LOCK_LABEL[minutes]] as const)
export const CLASSES_OPTIONS = CHARACTER_CLASSES.map((classes) => [classes, `At least ${classes} kinds`] as const)
