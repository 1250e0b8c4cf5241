import { bytesOf, latin1, toBase64 } from '../base64.ts'
import { MAX_FILE_NAME, type Certificate } from '../certificate.ts'
import { certificateRefusal } from '../certificateRules.ts'
import { invalid, type DomainError } from '../errors.ts'
import type { Instant } from '../instant.ts'
import { readCertificate } from '../readCertificate.ts'
import { BINDING_TYPES, EntityId, MAX_SIGNING_CERTIFICATES, SingleSignOn, type SsoSettings } from './settings.ts'
import { trimmed, withoutWhiteSpace } from './whiteSpace.ts'
import { childrenOf, declaresEntities, isOf, PROTOCOL, quoted, SIGNATURE, textOf, timeOf } from './xml.ts'

/** Bytes of the largest metadata; that of a single provider has about ten thousand. */
export const MAX_METADATA_BYTES = 1024 * 1024

/** What metadata says of an identity provider, as far as single sign-on has a field for it. */
export interface IdentityProvider {
  entityId: string
  /** Where people sign in, by how the request travels there; at least one. */
  loginPortalUrls: Partial<Record<SsoSettings['bindingType'], string>>
  /** Empty where there is none. */
  signOutUrl: string
  /** Where logout messages are taken by redirect and answered from; empty where it is nowhere. */
  singleLogoutUrl: string
  /** What it signs with; at least one, none of them expired, no two alike. */
  certificates: Certificate[]
  /** Sentences on what the metadata has and was not taken. */
  leftOut: string[]
}

/** An identity provider among those that metadata describes. Of many only the one that is wanted need be usable. */
export interface DescribedProvider {
  entityId: string
  /** Refuses, with the reason, what single sign-on cannot use. */
  read(): IdentityProvider
}

/**
 * The identity providers that SAML 2.0 metadata describes, at least one. `parse` is the XML parser of the place this
 * runs in, and throws where the text is not well-formed. Whatever could make a parser read more than the text itself
 * is refused before it sees the text. Who signed the metadata is not checked: that it is the right file, whoever
 * chose it has to know.
 */
export function readMetadata(text: string, parse: (text: string) => Document, now: Instant): DescribedProvider[] {
  const root = rootOf(text, parse)
  const entities = entitiesOf(root, now)
  const described = entities.flatMap((entity) => {
    const roles = childrenOf(entity, METADATA, 'IDPSSODescriptor').filter(isSaml2)
    return roles.length === 0 ? [] : [{ entity, roles, entityId: entityIdOf(entity) }]
  })
  if (described.length === 0) throw noProvider(entities)
  const seen = new Set<string>()
  for (const { entityId } of described) {
    if (seen.has(entityId)) throw invalid(`This metadata describes ${quoted(entityId)} twice. ${ASK}`)
    seen.add(entityId)
  }
  return described.map(({ entity, roles, entityId }) => ({
    entityId,
    read: () => providerOf(entityId, entity, roles, now),
  }))
}

const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata'
const BINDINGS: Record<SsoSettings['bindingType'], string> = {
  POST: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
  REDIRECT: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
}

const ASK = 'Ask the identity provider for its metadata again.'

const tooLarge = () =>
  invalid('This is larger than 1 MB. Choose the metadata of one identity provider, not of a whole federation.')

/** The text of a file, by its byte order mark or else by its XML declaration. */
export function decodeMetadata(file: Uint8Array): string {
  if (file.length > MAX_METADATA_BYTES) throw tooLarge()
  const encoding = encodingOf(file)
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(file)
  } catch {
    throw invalid(`This file is not written in the encoding ${quoted(encoding)}, or not one that is known here. ${ASK}`)
  }
}

/** Longer than any XML declaration. */
const DECLARATION_BYTES = 256

/** As XML 1.0 has it in appendix F. */
function encodingOf(file: Uint8Array): string {
  const start = latin1(file.subarray(0, DECLARATION_BYTES))
  if (/^(\xFF\xFE|<\0)/.test(start)) return 'utf-16le'
  if (/^(\xFE\xFF|\0<)/.test(start)) return 'utf-16be'
  if (start.startsWith('\xEF\xBB\xBF')) return 'utf-8'
  const declared = /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"'>]*)["']/.exec(start)?.[1] ?? 'utf-8'
  // Saved anew by an editor: nobody could have read the declaration in UTF-16.
  return /^(utf-?16|ucs-?2)/i.test(declared) ? 'utf-8' : declared
}

function rootOf(text: string, parse: (text: string) => Document): Element {
  if (text.length > MAX_METADATA_BYTES) throw tooLarge()
  const xml = text.trim()
  if (xml === '') throw invalid('There is nothing in it. Choose the metadata of the identity provider, an XML file.')
  if (/^<(!doctype\s+)?html\b/i.test(xml))
    throw invalid('This is a web page, not metadata. Save what the metadata address itself answers, and choose that.')
  if (declaresEntities(xml)) throw invalid(DECLARES)
  const document = parsed(xml, parse)
  if (document.doctype !== null) throw invalid(DECLARES)
  const root = document.documentElement
  if (!isOf(root, METADATA, 'EntityDescriptor') && !isOf(root, METADATA, 'EntitiesDescriptor'))
    throw invalid(
      `This is XML, but not SAML 2.0 metadata: it begins with ${quoted(root.localName)} where an EntityDescriptor of the SAML 2.0 metadata namespace belongs.`,
    )
  return root
}

const DECLARES =
  'This declares a document type or an entity (DOCTYPE, ENTITY), by which a file can pull in others. Metadata has no need of it, so it is refused. Ask the identity provider for metadata without it.'

function parsed(xml: string, parse: (text: string) => Document): Document {
  try {
    return parse(xml)
  } catch {
    throw invalid('This is not XML, or it is damaged or incomplete. Choose the metadata of the identity provider.')
  }
}

/** Every entity of a group and of the groups in it. The list grows as it is read: they may be nested too deep for calls. */
function entitiesOf(root: Element, now: Instant): Element[] {
  const descriptors = [root]
  const entities: Element[] = []
  for (const descriptor of descriptors) {
    if (isOf(descriptor, METADATA, 'EntityDescriptor')) entities.push(descriptor)
    else {
      requireInTime(descriptor, now)
      for (const name of ['EntityDescriptor', 'EntitiesDescriptor'])
        for (const child of childrenOf(descriptor, METADATA, name)) descriptors.push(child)
    }
  }
  return entities
}

function requireInTime(element: Element, now: Instant): void {
  const written = element.getAttribute('validUntil')
  if (written === null) return
  const until = timeOf(written)
  if (Number.isNaN(until))
    throw invalid(`This metadata says that it is valid until ${quoted(written)}, which is not a time. ${ASK}`)
  if (until < Date.parse(now)) throw invalid(`This metadata was valid until ${quoted(written)} only. ${ASK}`)
}

const isSaml2 = (role: Element) =>
  (role.getAttribute('protocolSupportEnumeration') ?? '').split(/[ \t\r\n]+/).includes(PROTOCOL)

function noProvider(entities: Element[]): DomainError {
  const has = (role: string) => entities.some((entity) => childrenOf(entity, METADATA, role).length > 0)
  if (has('IDPSSODescriptor')) return invalid('The identity provider in this metadata does not support SAML 2.0.')
  if (has('SPSSODescriptor'))
    return invalid(
      'This is the metadata of a service provider, which people sign on to. Choose that of the identity provider, where they sign in.',
    )
  return invalid(`This metadata describes no identity provider. ${ASK}`)
}

function entityIdOf(entity: Element): string {
  const written = trimmed(entity.getAttribute('entityID') ?? '')
  const { data } = EntityId.safeParse(written)
  if (data) return data
  throw invalid(
    written === ''
      ? `This metadata describes an identity provider without an entity ID. ${ASK}`
      : `The entity ID ${quoted(written)} in this metadata cannot be used: it may have no blanks, and 1,024 characters at most. ${ASK}`,
  )
}

function providerOf(entityId: string, entity: Element, roles: Element[], now: Instant): IdentityProvider {
  const [role, ...others] = roles
  if (!role || others.length > 0)
    throw invalid(`This metadata describes ${quoted(entityId)} twice as an identity provider. ${ASK}`)
  requireInTime(entity, now)
  requireInTime(role, now)
  const signOns = childrenOf(role, METADATA, 'SingleSignOnService')
  const signOuts = childrenOf(role, METADATA, 'SingleLogoutService')
  // The Sign-Out URL is an address and no exchange of messages, whose answers go elsewhere.
  const lone = signOuts.filter((service) => service.getAttribute('ResponseLocation') === null)
  const loginPortalUrls = addressesOf(signOns, 'sign in')
  if (Object.keys(loginPortalUrls).length === 0)
    throw invalid(`${quoted(entityId)} has no address to sign in at by POST or REDIRECT. ${ASK}`)
  const signOutUrls = addressesOf(lone, 'sign out')
  const { certificates, leftOut } = certificatesOf(role, entityId, now)
  if (lone.length < signOuts.length)
    leftOut.push('An address to sign out at is left out, because answers belong to another address.')
  return {
    entityId,
    loginPortalUrls,
    // Whoever is sent there comes by a link, as with REDIRECT.
    signOutUrl: signOutUrls.REDIRECT ?? signOutUrls.POST ?? '',
    singleLogoutUrl: signOutUrls.REDIRECT ?? '',
    certificates,
    leftOut,
  }
}

/** For each binding that is known here the first address; refused where any address with such a binding cannot be used. */
function addressesOf(services: Element[], act: string): IdentityProvider['loginPortalUrls'] {
  const addresses: IdentityProvider['loginPortalUrls'] = {}
  for (const service of services) {
    const binding = BINDING_TYPES.find((type) => BINDINGS[type] === service.getAttribute('Binding'))
    if (!binding) continue
    const written = service.getAttribute('Location') ?? ''
    const { data } = SingleSignOn.shape.loginPortalUrl.safeParse(written)
    if (!data)
      throw invalid(
        `The address to ${act} at, ${quoted(written)}, cannot be used. It has to begin with https://, without blanks or a user name, and have 2,048 characters at most.`,
      )
    addresses[binding] ??= data
  }
  return addresses
}

function certificatesOf(role: Element, entityId: string, now: Instant) {
  const written = childrenOf(role, METADATA, 'KeyDescriptor')
    .filter((key) => [null, 'signing'].includes(key.getAttribute('use')))
    .flatMap((key) => childrenOf(key, SIGNATURE, 'KeyInfo'))
    .flatMap((info) => childrenOf(info, SIGNATURE, 'X509Data'))
    .flatMap((data) => childrenOf(data, SIGNATURE, 'X509Certificate'))
    .map((certificate) => withoutWhiteSpace(textOf(certificate) ?? ''))
  if (written.length === 0) throw invalid(`There is no certificate that ${quoted(entityId)} signs with. ${ASK}`)
  const name = certificateName(entityId)
  const all = [...new Set(written)].map((base64) => certificateOf(base64, name, entityId))
  const distinct = [...new Map(all.map((certificate) => [certificate.der, certificate])).values()]
  const valid = distinct.filter((certificate) => certificateRefusal(certificate, 'signing', now) === null)
  if (valid.length === 0)
    throw invalid(`Every certificate that ${quoted(entityId)} signs with in this metadata has expired. ${ASK}`)
  const lasting = valid
    .toSorted((one, other) => (one.validTo < other.validTo ? 1 : -1))
    .slice(0, MAX_SIGNING_CERTIFICATES)
  const leftOut: string[] = []
  const expired = distinct.length - valid.length
  if (expired > 0)
    leftOut.push(
      expired === 1
        ? 'A certificate is left out: it has expired.'
        : `${expired} certificates are left out: they have expired.`,
    )
  if (lasting.length < valid.length)
    leftOut.push(`Of ${valid.length} certificates the ${MAX_SIGNING_CERTIFICATES} that expire last are taken.`)
  return { certificates: valid.filter((certificate) => lasting.includes(certificate)), leftOut }
}

function certificateOf(base64: string, name: string, entityId: string): Certificate {
  // What is no base64 is no certificate either.
  const der = bytesOf(base64) ?? new Uint8Array()
  try {
    const { fingerprint, validFrom, validTo } = readCertificate(der)
    return { name, der: toBase64(der), fingerprint, validFrom, validTo }
  } catch {
    throw invalid(`A certificate that ${quoted(entityId)} signs with is damaged or incomplete. ${ASK}`)
  }
}

/** Metadata gives certificates no name, and two of one provider are told apart by their fingerprints. */
function certificateName(entityId: string): string {
  const host = URL.canParse(entityId) ? new URL(entityId).host : ''
  return `Signing certificate of ${host || entityId}`.slice(0, MAX_FILE_NAME).toWellFormed()
}
