import type { Kysely, Transaction as SqlTransaction } from 'kysely'
import type { Reading, Transaction } from '#src/api/store.ts'
import type { Environment } from '#src/domain/customer.ts'
import type { OwnKey } from '#src/domain/sso/ownCertificates.ts'
import { SignOnRecord, SignOnSummary } from '#src/domain/sso/signOnRecord.ts'
import { SignOnRequest } from '#src/domain/sso/signOnRequest.ts'
import { columnsOf, signOnRecordOf, signOnRow, signOnSummaryOf, type Tables } from './tables.ts'

const ANSWER: SignOnRecord['proof'] = 'signed-answer'

/** What the store has of single sign-on besides its settings. */
export function signOnReading(db: Kysely<Tables>, environment: Environment) {
  const signOns = db.selectFrom('signOns').where('environment', '=', environment)
  return {
    sso: {
      async ownKeys() {
        const rows = await db.selectFrom('ownKeys').select('key').where('environment', '=', environment).execute()
        return rows.map(({ key }) => JSON.parse(key) as OwnKey)
      },
      async request(id) {
        const row = await db
          .selectFrom('signOnRequests')
          .select(columnsOf<SignOnRequest>(SignOnRequest))
          .where('environment', '=', environment)
          .where('id', '=', id)
          .executeTakeFirst()
        return row ?? null
      },
      async hasRequest(begunAfter, browser) {
        const begun = db
          .selectFrom('signOnRequests')
          .select('id')
          .where('environment', '=', environment)
          .where('at', '>', begunAfter)
        const row = await (browser === null ? begun : begun.where('browser', '=', browser)).limit(1).executeTakeFirst()
        return row !== undefined
      },
    },
    signOns: {
      async recent() {
        const rows = await signOns
          .select(columnsOf<SignOnSummary>(SignOnSummary))
          .orderBy('at', 'desc')
          .orderBy('sequence', 'desc')
          .execute()
        return rows.map(signOnSummaryOf)
      },
      async byId(id) {
        const row = await signOns.select(columnsOf<SignOnRecord>(SignOnRecord)).where('id', '=', id).executeTakeFirst()
        return row ? signOnRecordOf(row) : null
      },
    },
  } satisfies { sso: Partial<Reading['sso']>; signOns: Reading['signOns'] }
}

/** What the store writes of single sign-on besides its settings. */
export function signOnWriting(tx: SqlTransaction<Tables>, environment: Environment) {
  return {
    sso: {
      async addOwnKey(key) {
        const { fingerprint } = key.certificate
        await tx
          .insertInto('ownKeys')
          .values({ environment, fingerprint, key: JSON.stringify(key) })
          .execute()
      },
      async removeOwnKey(fingerprint) {
        await tx
          .deleteFrom('ownKeys')
          .where('environment', '=', environment)
          .where('fingerprint', '=', fingerprint)
          .execute()
      },
      async putRequest(request) {
        await tx
          .insertInto('signOnRequests')
          .values({ environment, ...request })
          .onConflict((conflict) => conflict.columns(['environment', 'id']).doUpdateSet(request))
          .execute()
      },
      async removeRequest(id) {
        await tx.deleteFrom('signOnRequests').where('environment', '=', environment).where('id', '=', id).execute()
      },
      async removeRequests(begunBy) {
        await tx
          .deleteFrom('signOnRequests')
          .where('environment', '=', environment)
          .where('at', '<=', begunBy)
          .execute()
      },
      async useMessage(digest, until) {
        const { numInsertedOrUpdatedRows } = await tx
          .insertInto('usedAssertions')
          .values({ environment, digest, until })
          .onConflict((conflict) => conflict.columns(['environment', 'digest']).doNothing())
          .executeTakeFirstOrThrow()
        return Number(numInsertedOrUpdatedRows) === 1
      },
      async removeUsedMessages(now) {
        await tx.deleteFrom('usedAssertions').where('environment', '=', environment).where('until', '<', now).execute()
      },
    },
    signOns: {
      async append(record) {
        await tx
          .insertInto('signOns')
          .values(({ selectFrom }) => ({
            environment,
            ...signOnRow(record),
            // Writers run one after another, so nobody else takes the same number.
            sequence: selectFrom('signOns')
              .where('environment', '=', environment)
              .select(({ eb, fn }) => eb(fn.coalesce(fn.max('sequence'), eb.lit(0)), '+', eb.lit(1)).as('next')),
          }))
          .execute()
      },
      async trim(before, answers, others) {
        const records = tx.deleteFrom('signOns').where('environment', '=', environment)
        await records.where('at', '<=', before).execute()
        for (const [test, most] of [['=', answers] as const, ['!=', others] as const])
          await records
            .where('proof', test, ANSWER)
            .where('sequence', 'not in', ({ selectFrom }) =>
              selectFrom('signOns')
                .select('sequence')
                .where('environment', '=', environment)
                .where('proof', test, ANSWER)
                .orderBy('at', 'desc')
                .orderBy('sequence', 'desc')
                .limit(most),
            )
            .execute()
      },
    },
  } satisfies { sso: Partial<Transaction['sso']>; signOns: Partial<Transaction['signOns']> }
}
