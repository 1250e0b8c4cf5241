import { visible } from '#src/domain/certificateDetails.ts'
import { fullName } from '#src/domain/user.ts'
import type { UserSettings } from '#src/domain/userEdit.ts'
import {
  EXPIRING_DAYS,
  type KEY_FILTERS,
  type ListedUser,
  type UserDetails,
  type UserStatus,
} from '#src/domain/userList.ts'
import { timeZoneLabel } from '../../ui/timeZone.ts'

/** In the order of the page. */
export const FIELD_LABEL: Record<keyof UserSettings, string> = {
  firstName: 'First name',
  lastName: 'Last name',
  email: 'E-mail address',
  username: 'User name',
  licence: 'Licence',
  accessLevel: 'Access level',
  timeZone: 'Time zone',
  ssoUsername: 'SSO username',
  ssoAccessOnly: 'Only Allow SAML 2.0 Authentication',
}

/** A setting's value as people read it. */
export function settingLabel(name: keyof UserSettings, settings: UserSettings): string {
  switch (name) {
    case 'timeZone':
      return timeZoneLabel(settings.timeZone)
    case 'ssoAccessOnly':
      return settings.ssoAccessOnly ? 'On' : 'Off'
    default:
      return settings[name] === '' ? 'None' : visible(settings[name])
  }
}

export const STATUS_LABEL: Record<UserStatus, string> = { active: 'Active', inactive: 'Inactive', locked: 'Locked' }
export const STATUS_LIGHT = { active: 'positive', inactive: 'neutral', locked: 'negative' } as const

export const KEY_LABEL: Record<NonNullable<ListedUser['key']>['state'], string> = {
  active: 'Active',
  expired: 'Expired',
}
export const KEY_LIGHT = { active: 'positive', expired: 'negative' } as const

export const KEYS_LABEL: Record<(typeof KEY_FILTERS)[number], string> = {
  active: 'Active',
  expired: 'Expired',
  'never-used': 'Never used',
  'unused-since': 'Not used since…',
  expiring: `Expiring within ${EXPIRING_DAYS} days`,
  none: 'No key',
}

export const nameOf = (user: Pick<UserDetails, 'firstName' | 'lastName'>): string => visible(fullName(user))
