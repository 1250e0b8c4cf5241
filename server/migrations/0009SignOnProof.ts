import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What shows where a sign-on came from, in one of three words: two of them were one flag. */
export const signOnProof: Migration = {
  async up(db: Kysely<never>) {
    await db.schema
      .alterTable('signOns')
      .addColumn('proof', 'text', (column) => column.notNull().defaultTo('none'))
      .execute()
    // As JSON has it: within a text the quotation marks would have backslashes.
    await sql`update "signOns" set proof = case
      when "isVerified" = 1 then 'signed-answer'
      when checks like ${'%"check":"signature","outcome":"passed"%'} then 'signed-unasked'
      else 'none' end`.execute(db)
    await db.schema.alterTable('signOns').dropColumn('isVerified').execute()
  },
}
