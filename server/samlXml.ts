import type { Instant } from '#src/domain/instant.ts'
import { ASSERTION, escapeXml, PROTOCOL } from '#src/domain/sso/xml.ts'

/** Nothing where there is no value. */
export const attribute = (name: string, value: string | null): string =>
  value === null ? '' : ` ${name}="${escapeXml(value)}"`

/** What every message to the identity provider says of itself, with the prefixes `samlp` and `saml`. */
export const messageAttributes = (id: string, at: Instant, destination: string): string =>
  `xmlns:samlp="${PROTOCOL}" xmlns:saml="${ASSERTION}" Version="2.0"` +
  attribute('ID', id) +
  attribute('IssueInstant', at) +
  attribute('Destination', destination)
