import { Kysely, type CompiledQuery, type DatabaseConnection, type Dialect } from 'kysely'
import type { ApiKey } from '#src/domain/apiKey.ts'
import type { AuditRecord } from '#src/domain/audit.ts'
import type { Customer, Environment } from '#src/domain/customer.ts'
import type { Instant } from '#src/domain/instant.ts'
import type { KeyUse } from '#src/domain/keyUse.ts'
import type { RefreshHistory } from '#src/domain/refresh.ts'
import type { Session } from '#src/domain/session.ts'
import { DEFAULT_SSO, type SingleSignOn } from '#src/domain/sso/settings.ts'
import type { SignOnRecord, SignOnSummary } from '#src/domain/sso/signOnRecord.ts'
import type { SignOnRequest } from '#src/domain/sso/signOnRequest.ts'
import { foldCase, type User } from '#src/domain/user.ts'

/** Neither database has the other's booleans, so both keep 0 and 1. */
type Flags<T> = { [K in keyof T]: T[K] extends boolean ? 0 | 1 : T[K] }

interface InEnvironment {
  environment: Environment
}

/** Names are case-folded by us, because databases disagree about letters beyond ASCII. */
interface FoldedNames {
  usernameFolded: string
  emailFolded: string
  firstNameFolded: string
  lastNameFolded: string
}

export const FOLDED_NAMES = [
  'usernameFolded',
  'emailFolded',
  'firstNameFolded',
  'lastNameFolded',
] as const satisfies (keyof FoldedNames)[]

/** A certificate is JSON, because it is read and written as a whole. */
type CustomerColumns = Flags<Omit<Customer, 'certificate' | 'nextCertificate'>> & {
  certificate: string | null
  nextCertificate: string | null
}

/** An audit record in columns; what an act changed is JSON. */
type AuditColumns = Omit<AuditRecord, 'before' | 'after'> & { before: string | null; after: string | null }

/** A record of a sign-on in columns; what is made of several values is JSON. */
type SignOnColumns = Omit<SignOnRecord, 'checks' | 'attributes' | 'changes' | 'user'> & {
  checks: string
  attributes: string
  changes: string
  user: string | null
}

export interface Tables {
  customers: InEnvironment & CustomerColumns
  /** JSON, because it is read and written as a whole. */
  singleSignOn: InEnvironment & { settings: string }
  /** JSON, as above. */
  ownKeys: InEnvironment & { fingerprint: string; key: string }
  signOnRequests: InEnvironment & SignOnRequest
  usedAssertions: InEnvironment & { digest: string; until: Instant }
  /** `sequence` counts within an environment. */
  signOns: InEnvironment & SignOnColumns & { sequence: number }
  users: InEnvironment & Flags<User> & FoldedNames
  /** JSON, as above. */
  directoryAttributes: InEnvironment & { userId: string; attributes: string }
  apiKeys: InEnvironment & ApiKey
  keyUses: InEnvironment & KeyUse & { userId: string; keyId: string }
  /** The highest position is the newest. */
  previousPasswords: InEnvironment & { userId: string; position: number; hash: string }
  sessions: InEnvironment & Session
  /** `sequence` counts within an environment. */
  audit: InEnvironment & AuditColumns & { sequence: number }
  refreshes: InEnvironment & RefreshHistory
  notes: { name: string; value: string }
}

/** The columns of a row are the fields of its schema. */
export const columnsOf = <Row>(schema: { shape: Record<keyof Row, unknown> }) =>
  Object.keys(schema.shape) as (keyof Row)[]

/** Instants are texts, and this is before all of them. */
export const NEVER: Instant = ''

/** The tables behind `dialect`. The only way to them, so that no parameter is one that a database refuses. */
export function tablesBehind(dialect: Dialect): Kysely<Tables> {
  return new Kysely({
    dialect: {
      createAdapter: () => dialect.createAdapter(),
      createIntrospector: (db) => dialect.createIntrospector(db),
      createQueryCompiler: () => dialect.createQueryCompiler(),
      createDriver() {
        const driver = dialect.createDriver()
        const acquire = driver.acquireConnection.bind(driver)
        const known = new WeakSet<DatabaseConnection>()
        driver.acquireConnection = async (options) => {
          const connection = await acquire(options)
          if (!known.has(connection)) {
            known.add(connection)
            const execute = connection.executeQuery.bind(connection)
            connection.executeQuery = <Row>(query: CompiledQuery) =>
              execute<Row>({ ...query, parameters: query.parameters.map(storable) })
          }
          return connection
        }
        return driver
      },
    },
  })
}

/** PostgreSQL refuses text with NUL or half a surrogate pair. Nothing is called that, so a look-up finds nothing. */
const storable = (parameter: unknown): unknown =>
  typeof parameter === 'string' ? parameter.toWellFormed().replaceAll('\0', '\uFFFD') : parameter

/** A list as one parameter. */
export const listed = (list: readonly unknown[]): string => JSON.stringify(list, (_, value: unknown) => storable(value))

export const flag = (value: boolean): 0 | 1 => (value ? 1 : 0)

export const customerRow = (environment: Environment, customer: Customer): Tables['customers'] => ({
  environment,
  ...customer,
  removeKeyOnPasswordExpiry: flag(customer.removeKeyOnPasswordExpiry),
  certificate: toJson(customer.certificate),
  nextCertificate: toJson(customer.nextCertificate),
})

export const customerOf = (row: CustomerColumns): Customer => ({
  ...row,
  removeKeyOnPasswordExpiry: row.removeKeyOnPasswordExpiry === 1,
  certificate: fromJson(row.certificate),
  nextCertificate: fromJson(row.nextCertificate),
})

export const ssoRow = (environment: Environment, settings: SingleSignOn): Tables['singleSignOn'] => ({
  environment,
  settings: JSON.stringify(settings),
})

/** Written by `ssoRow`, perhaps before there were all of today's settings; null where nothing was written. */
export const ssoOf = (row: { settings: string } | null): SingleSignOn => ({
  ...DEFAULT_SSO,
  ...(row && (JSON.parse(row.settings) as SingleSignOn)),
})

export const auditRow = (record: AuditRecord): AuditColumns => ({
  ...record,
  before: toJson(record.before),
  after: toJson(record.after),
})

export const auditRecordOf = (row: AuditColumns): AuditRecord => ({
  ...row,
  before: fromJson(row.before),
  after: fromJson(row.after),
})

export const signOnRow = (record: SignOnRecord): SignOnColumns => ({
  ...record,
  checks: JSON.stringify(record.checks),
  attributes: JSON.stringify(record.attributes),
  changes: JSON.stringify(record.changes),
  user: toJson(record.user),
})

/** Written by `signOnRow`. */
export const signOnRecordOf = (row: SignOnColumns): SignOnRecord => ({
  ...row,
  checks: JSON.parse(row.checks) as SignOnRecord['checks'],
  attributes: JSON.parse(row.attributes) as SignOnRecord['attributes'],
  changes: JSON.parse(row.changes) as SignOnRecord['changes'],
  user: fromJson(row.user),
})

/** {@link signOnRecordOf} for the columns of the list. */
export const signOnSummaryOf = (row: Pick<SignOnColumns, keyof SignOnSummary>): SignOnSummary => ({
  ...row,
  user: fromJson(row.user),
})

export const toJson = (value: object | null): string | null => (value === null ? null : JSON.stringify(value))
/** What `toJson` wrote from a T. */
export const fromJson = <T>(json: string | null): T | null => (json === null ? null : (JSON.parse(json) as T))

export const userRow = (environment: Environment, user: User): Tables['users'] => ({
  environment,
  ...user,
  isActive: flag(user.isActive),
  ssoAccessOnly: flag(user.ssoAccessOnly),
  mustChangePassword: flag(user.mustChangePassword),
  usernameFolded: foldCase(user.username),
  emailFolded: foldCase(user.email),
  firstNameFolded: foldCase(user.firstName),
  lastNameFolded: foldCase(user.lastName),
})

export const userOf = (row: Flags<User>): User => ({
  ...row,
  isActive: row.isActive === 1,
  ssoAccessOnly: row.ssoAccessOnly === 1,
  mustChangePassword: row.mustChangePassword === 1,
})

/** {@link userOf} for some columns of a row. */
export function someOf({
  isActive,
  ssoAccessOnly,
  mustChangePassword,
  ...others
}: Partial<Flags<User>>): Partial<User> {
  return {
    ...others,
    ...(isActive !== undefined && { isActive: isActive === 1 }),
    ...(ssoAccessOnly !== undefined && { ssoAccessOnly: ssoAccessOnly === 1 }),
    ...(mustChangePassword !== undefined && { mustChangePassword: mustChangePassword === 1 }),
  }
}
