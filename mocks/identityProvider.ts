import { newId, type Host } from '#src/api/host.ts'
import { parseBody } from '#src/api/perform.ts'
import { postedForm } from '#src/api/signOn/documents.ts'
import { bytesOf, toBase64 } from '#src/domain/base64.ts'
import type { Certificate } from '#src/domain/certificate.ts'
import type { Environment } from '#src/domain/customer.ts'
import { DomainError } from '#src/domain/errors.ts'
import { elapsed, type Instant } from '#src/domain/instant.ts'
import { parseXml } from '#src/domain/sso/parseXml.ts'
import { logoutResponseXml } from '#src/domain/sso/samlMessages.ts'
import { serviceProviderAddresses } from '#src/domain/sso/serviceProvider.ts'
import { requireSignatureForm } from '#src/domain/sso/signatureForm.ts'
import { REQUEST_LIFE } from '#src/domain/sso/signOnRequest.ts'
import { ASSERTION, childrenOf, isOf, PROTOCOL, textOf } from '#src/domain/sso/xml.ts'
import { DEMO_IDENTITY_PROVIDER } from '#src/rehearsal/demoMetadata.ts'
import { loginResponse, requireWritable } from '#src/rehearsal/demoResponse.ts'
import { StandInAnswer } from '#src/rehearsal/wire.ts'
import { readSignedQuery, signedAddress } from './redirectBinding.ts'
import { privateKeyPem } from './rsa.ts'
import { STAND_IN_KEY } from './standInKey.ts'
import { signedText, signElement } from './xmlSignature.ts'

/** A sign-on that waits for somebody to say who they are. */
export interface Pending {
  /** In the address of the page that asks. */
  key: string
  at: Instant
  environment: Environment
  /** Of the request, and who sent it. */
  id: string
  issuer: string
}

/** Sign-ons that are remembered at a time. */
const MAX_REMEMBERED = 20
const SIGNING = { privateKey: privateKeyPem(STAND_IN_KEY), hashAlgorithm: 'SHA-256' } as const
const EITHER_HASH = 'SHA-1'

interface Surroundings {
  /** Where the console is, with a slash at its end. */
  home: string
  now(): Instant
  random: Host['random']
  /** What the service provider of an environment signs with, as its metadata says. */
  certificatesOf(environment: Environment): Promise<Certificate[]>
  /** They outlast the page, which is left between the request and the answer. */
  pending: { load(): Pending[]; save(pending: Pending[]): void }
}

/**
 * Northwind Identity in the browser. It checks the messages it is sent, signs its answers, and believes what people say
 * about themselves. Its pages are part of the console.
 */
export function openIdentityProvider({ home, now, random, certificatesOf, pending }: Surroundings) {
  const addresses = serviceProviderAddresses(home)
  const xmlName = () => `_${newId({ random })}`

  /** Handles a message, or a visit without one. Returns where the browser goes next. */
  async function take(request: Request, environment: Environment): Promise<Response> {
    const { search, searchParams } = new URL(request.url)
    if (request.method === 'GET' && !searchParams.has('SAMLRequest')) return goTo('/demo-idp/signed-out')
    const certificates = await certificatesOf(environment)
    const message = await (request.method === 'GET' ? readQuery(search, certificates) : readForm(request, certificates))
    const issuer = childrenOf(message, ASSERTION, 'Issuer').map(textOf).join('')
    const id = message.getAttribute('ID') ?? ''
    if (isOf(message, PROTOCOL, 'LogoutRequest')) return signOut(id)
    if (!isOf(message, PROTOCOL, 'AuthnRequest')) throw notRead()
    const answerTo = message.getAttribute('AssertionConsumerServiceURL')
    if (answerTo !== addresses.assertionConsumer)
      throw refused(`Northwind Identity answers to ${addresses.assertionConsumer} only, and not to ${answerTo}.`)
    const key = newId({ random })
    pending.save([...pending.load(), { key, at: now(), environment, id, issuer }].slice(-MAX_REMEMBERED))
    return goTo(`/demo-idp?request=${key}`)
  }

  async function signOut(inResponseTo: string): Promise<Response> {
    const { entityId: issuer } = DEMO_IDENTITY_PROVIDER
    const { logout } = addresses
    const xml = logoutResponseXml({ id: xmlName(), at: now(), destination: logout, issuer, inResponseTo })
    return goTo(await signedAddress(logout, { kind: 'SAMLResponse', xml, relayState: null }, SIGNING))
  }

  /** Signs what a person says about themselves. Returns the page whose form carries the response. */
  async function answer(request: Request, environment: Environment): Promise<Response> {
    const { request: key, nameId, attributes } = parseBody(StandInAnswer, await request.text())
    requireWritable(nameId, attributes)
    const asked = pending.load().find((each) => each.key === key && each.environment === environment)
    if (!asked || elapsed(asked.at, now()) > REQUEST_LIFE)
      throw new DomainError('not-found', 'This sign-on is over. Begin again where you came from.')
    const assertionId = xmlName()
    const xml = loginResponse({
      id: xmlName(),
      assertionId,
      sessionIndex: xmlName(),
      at: now(),
      inResponseTo: asked.id,
      to: addresses.assertionConsumer,
      audience: asked.issuer,
      nameId,
      attributes,
    })
    const signed = await signElement(xml, assertionId, SIGNING)
    const SAMLResponse = toBase64(new TextEncoder().encode(signed))
    return postedForm('Northwind Identity signs you in', addresses.assertionConsumer, { SAMLResponse })
  }

  return { take, answer }
}

/** The signed message in the query of an address. */
async function readQuery(query: string, certificates: Certificate[]): Promise<Element> {
  try {
    const { xml } = await readSignedQuery(query, { certificates, hashAlgorithm: EITHER_HASH })
    return parseXml(xml).documentElement
  } catch {
    throw notRead()
  }
}

/** The message in the fields of a form, read only from what its signature covers. */
async function readForm(request: Request, certificates: Certificate[]): Promise<Element> {
  const bytes = bytesOf(new URLSearchParams(await request.text()).get('SAMLRequest') ?? '')
  try {
    const root = parseXml(new TextDecoder().decode(bytes ?? undefined)).documentElement
    requireSignatureForm(root, root, EITHER_HASH)
    const signed = await signedText(root, certificates)
    if (signed !== null) return parseXml(signed).documentElement
  } catch {
    // A message that cannot be read is refused like one that is not signed.
  }
  throw notRead()
}

const refused = (message: string) => new DomainError('forbidden', message)
const notRead = () =>
  refused(
    'Northwind Identity reads only messages that are signed with a certificate of the service provider that it knows, and this one is not.',
  )

const goTo = (address: string): Response => new Response(null, { status: 303, headers: { Location: address } })
