import type { Instant } from '#src/domain/instant.ts'
import { ASSERTION, PROTOCOL } from '#src/domain/sso/xml.ts'

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** `text` between tags or in the quotes of an attribute. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!)

/** Nothing where there is no value. */
export const attribute = (name: string, value: string | null): string =>
  value === null ? '' : ` ${name}="${escaped(value)}"`

/** What every message to the identity provider says of itself, with the prefixes `samlp` and `saml`. */
export const messageAttributes = (id: string, at: Instant, destination: string): string =>
  `xmlns:samlp="${PROTOCOL}" xmlns:saml="${ASSERTION}" Version="2.0"` +
  attribute('ID', id) +
  attribute('IssueInstant', at) +
  attribute('Destination', destination)
