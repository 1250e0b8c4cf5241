import type { User } from './user.ts'

/** What the API calls the access levels by; the same in every installation, so that integrations can be moved. */
export const ACCESS_LEVEL_ID: Record<User['accessLevel'], string> = {
  'System Administrator': 'f7ab63cd7955fc905ff2743a4058f36a',
  Standard: '0e2aa86c61cdda621c9af50f22fb441e',
  Light: '3e2a5da1e4fa14acb7518ea94ff2a2b6',
  Contributor: '46bb72c8088f58af215f25801f3d1050',
  External: 'dfcab98bbe5e7c0ed7641746a0a94d2e',
}

/** The licence each access level needs (reference §1). */
export const LICENCE_OF: Record<User['accessLevel'], User['licence']> = {
  'System Administrator': 'Standard',
  Standard: 'Standard',
  Light: 'Light',
  Contributor: 'Contributor',
  External: 'External',
}
