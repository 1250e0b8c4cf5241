import * as z from 'zod/mini'
import { LOCALES } from '#src/domain/customer.ts'
import type { Instant } from '#src/domain/instant.ts'
import { Id, type User } from '#src/domain/user.ts'
import { checkPassword } from '../checkPassword.ts'
import type { Caller, Host } from '../host.ts'
import { LOG_OUT, openSession } from '../openSession.ts'
import { performAs } from '../perform.ts'
import { identify, requireCredentials, sessionOf } from './authenticate.ts'
import { VERSIONS, type Call } from './call.ts'

/** What a login answers (reference §8.3). */
export const LoggedIn = z.object({
  userID: Id,
  sessionID: Id,
  versionInformation: z.object({
    currentAPI: z.string(),
    buildNumber: z.string(),
    apiVersions: z.record(z.string(), z.string()),
    lastUpdated: z.string(),
    release: z.string(),
    version: z.string(),
  }),
  locale: z.string(),
  timeZone: z.string(),
  timeZoneName: z.string(),
  iso3Country: z.string(),
  iso3Language: z.string(),
  currency: z.object({
    useNegativeSign: z.boolean(),
    fractionDigits: z.int(),
    symbol: z.string(),
    ID: z.string(),
    groupingSeparator: z.string(),
    decimalSeparator: z.string(),
  }),
})
type LoggedIn = z.infer<typeof LoggedIn>

/** What a logout, and clearing a key, answer. */
export const Succeeded = z.object({ success: z.literal(true) })

/** `login`: a session for an integration, kept apart from the console's so that neither ends the other. */
export async function login(host: Host, caller: Caller, call: Call): Promise<LoggedIn> {
  return checkPassword(host, caller, 'api', requireCredentials(call), async (tx, user, carried) =>
    describe(user, await openSession(host, caller, tx, user, { carried }), host.now()),
  )
}

/**
 * `logout`: ends the session that the call names, else the one of the API's cookie. Never the console's: a link that
 * somebody follows must not sign them out of it.
 */
export async function logout(host: Host, caller: Caller, call: Call): Promise<z.infer<typeof Succeeded>> {
  const id = sessionOf(call) ?? caller.apiSessionId
  const digest = id === null ? null : await host.digest(id)
  const who = identify(host, digest === null ? null : { by: 'session', digest, kind: 'api', isCookie: false })
  await performAs(host, caller, who, LOG_OUT.api, async ({ rows }) => {
    if (digest !== null) await rows.sessions.remove(digest)
  })
  if (id === caller.apiSessionId) caller.keepApiSession(null)
  return { success: true }
}

/** Country and language by ISO 3166 and 639, in three letters each. */
const ISO3: Record<(typeof LOCALES)[number], [country: string, language: string]> = {
  'en-US': ['USA', 'eng'],
  'fr-FR': ['FRA', 'fra'],
  'de-DE': ['DEU', 'deu'],
  'ja-JP': ['JPN', 'jpn'],
  'es-ES': ['ESP', 'spa'],
  'it-IT': ['ITA', 'ita'],
  'pt-BR': ['BRA', 'por'],
  'ko-KR': ['KOR', 'kor'],
  'zh-CN': ['CHN', 'zho'],
  'zh-TW': ['TWN', 'zho'],
}

function describe(user: User, sessionID: string, now: Instant): LoggedIn {
  const locale = LOCALES.find((known) => known === user.locale) ?? 'en-US'
  const [iso3Country, iso3Language] = ISO3[locale]
  return {
    userID: user.id,
    sessionID,
    versionInformation: {
      currentAPI: VERSIONS.at(-1) ?? '',
      buildNumber: '',
      apiVersions: Object.fromEntries(VERSIONS.map((version) => [version, `/attask/api/${version}/`])),
      lastUpdated: '2026/05/08 00:00:00',
      release: 'Latchkey',
      version: '22.0',
    },
    locale: locale.replace('-', '_'),
    timeZone: user.timeZone,
    timeZoneName: standardName(user.timeZone, now),
    iso3Country,
    iso3Language,
    currency: {
      useNegativeSign: false,
      fractionDigits: 2,
      symbol: '$',
      ID: 'USD',
      groupingSeparator: ',',
      decimalSeparator: '.',
    },
  }
}

/** As `Mountain Standard Time`, in summer too: the name of a zone, not of the hour. */
function standardName(timeZone: string, now: Instant): string {
  const year = now.slice(0, 4)
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'long' })
    const names = ['01', '07'].map(
      (month) =>
        format.formatToParts(Date.parse(`${year}-${month}-01T12:00:00Z`)).find(({ type }) => type === 'timeZoneName')
          ?.value ?? timeZone,
    )
    return names.find((name) => name.includes('Standard')) ?? names[0] ?? timeZone
  } catch {
    // A zone that another runtime knows by this spelling, and this one does not.
    return timeZone
  }
}
