/**
 * Refreshes Preview of the installation in DATA_DIR until it is killed. Before each time it marks all of Production with
 * a number, counting from the one it is given, and prints it; and prints it again once Preview is refreshed.
 */
import 'temporal-polyfill/global'
import { writeSync } from 'node:fs'
import { refreshPreview } from '#src/api/refreshPreview.ts'
import { openInstallation } from '../server/installation.ts'

const { host } = await openInstallation()
for (let number = Number(process.argv[2]); ; number++) {
  const mark = String(number)
  await host.store.transaction('production', async (tx) => {
    await tx.customer.put({ ...(await tx.customer.get()), name: mark })
    await tx.users.setSsoUsernames((await tx.users.pick(['id'], [])).map(({ id }) => ({ id, ssoUsername: mark })))
    await tx.keys.redateAll(host.now(), new Date(Date.UTC(9000, 0, number)).toISOString())
  })
  writeSync(1, `Production ${mark}\n`)
  await refreshPreview(host, { address: '', userAgent: mark }, null)
  writeSync(1, `Preview ${mark}\n`)
}
