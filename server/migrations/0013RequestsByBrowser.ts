import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Whether a browser has a sign-on under way is asked for each response, and anybody may begin as many as they like. */
export const requestsByBrowser: Migration = {
  async up(db: Kysely<never>) {
    await db.schema
      .createIndex('signOnRequests_browser')
      .on('signOnRequests')
      .columns(['environment', 'browser', 'at'])
      .execute()
  },
}
