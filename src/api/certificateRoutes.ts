import { Hono } from 'hono'
import * as z from 'zod/mini'
import { LOGIN_DAYS, type ApiLogins } from '#src/domain/apiLogins.ts'
import { bytesOf } from '#src/domain/base64.ts'
import { CERTIFICATE_PURPOSES, ChosenCertificate } from '#src/domain/certificate.ts'
import { certificateRefusal } from '#src/domain/certificateRules.ts'
import { findingsOf, type CertificateReading } from '#src/domain/certificateFacts.ts'
import { DAY, shift } from '#src/domain/instant.ts'
import type { Host, HostEnv } from './host.ts'
import { look, parseBody } from './perform.ts'
import { MOST_LOGINS } from './store.ts'

/** Groups of logins that are told at most. */
const MOST_GROUPS = 500

const Question = z.object({ der: ChosenCertificate.shape.der, purpose: z.enum(CERTIFICATE_PURPOSES) })

/** What an administrator asks before a certificate is required of API logins. Saving is Customer Info's. */
export function certificateRoutes(host: Host) {
  const routes = new Hono<HostEnv>()

  // By POST, because a certificate is too long for an address; it changes nothing.
  routes.post('/reading', async (c) => {
    const body = await c.req.text()
    const reading = await look(host, c.env, 'administrator', async ({ now }): Promise<CertificateReading> => {
      const { der, purpose } = parseBody(Question, body)
      const facts = await host.readCertificate(bytesOf(der) ?? new Uint8Array())
      return { facts, findings: findingsOf(facts, purpose, now), refusal: certificateRefusal(facts, purpose, now) }
    })
    return c.json(reading)
  })

  routes.get('/logins', async (c) => {
    const logins = await look(host, c.env, 'administrator', async ({ rows, now }): Promise<ApiLogins> => {
      const found = await rows.audit.apiLogins(shift(now, -LOGIN_DAYS * DAY), MOST_GROUPS + 1)
      const counted = found.reduce((sum, { logins }) => sum + logins, 0)
      const isComplete = found.length <= MOST_GROUPS && counted < MOST_LOGINS
      return { logins: found.slice(0, MOST_GROUPS), isComplete, asOf: now }
    })
    return c.json(logins)
  })
  return routes
}
