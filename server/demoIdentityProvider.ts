import { Hono } from 'hono'
import { Extractor, IdentityProvider, ServiceProvider, setSchemaValidator } from 'samlify'
import * as z from 'zod/mini'
import { newId, type Caller, type Host, type HostEnv } from '#src/api/host.ts'
import { limitBody } from '#src/api/limitBody.ts'
import { parseBody } from '#src/api/perform.ts'
import { refusal } from '#src/api/refusal.ts'
import { explained, postedForm } from '#src/api/signOn/documents.ts'
import { pemOf, type Certificate } from '#src/domain/certificate.ts'
import type { Environment } from '#src/domain/customer.ts'
import { DomainError, ERROR_STATUS } from '#src/domain/errors.ts'
import { elapsed, type Instant } from '#src/domain/instant.ts'
import { serviceProviderAddresses } from '#src/domain/sso/serviceProvider.ts'
import { logoutResponseXml } from '#src/domain/sso/samlMessages.ts'
import { REQUEST_LIFE, type Departure } from '#src/domain/sso/signOnRequest.ts'
import { DEMO_IDENTITY_PROVIDER, demoMetadata } from '#src/rehearsal/demoMetadata.ts'
import { loginResponse, requireWritable } from '#src/rehearsal/demoResponse.ts'
import { StandInAnswer } from '#src/rehearsal/wire.ts'
import { byPost, byRedirect, limitUnpacked, type Incoming } from './demoMessages.ts'
import { openSigningKey } from './demoSigningKey.ts'

/** Where the page of the console posts who somebody says they are. */
const ANSWER = '/api/rehearsal/identity-provider/answer'

const NAME = 'Northwind Identity'
const OVER = 'This sign-on is over. Begin again where you came from.'
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
const BINDINGS = 'urn:oasis:names:tc:SAML:2.0:bindings:'
/** Sign-ons that are remembered at a time. */
const MAX_REMEMBERED = 1000

/** What the library reads in a request. */
const Login = z.object({
  samlContent: z.string(),
  extract: z.object({
    request: z.object({ id: z.string(), assertionConsumerServiceUrl: z.string() }),
    issuer: z.string(),
  }),
})
const Logout = z.object({ extract: z.object({ request: z.object({ id: z.string() }), issuer: z.string() }) })

interface Surroundings {
  /** The file that its own key is kept in. */
  file: string
  /** By the rehearsal clock. */
  now(): Instant
  random: Host['random']
  /** What the service provider of an environment signs with, as its metadata says. */
  certificatesOf(environment: Environment): Promise<Certificate[]>
}

/** A sign-on that waits for somebody to say who they are. */
interface Pending {
  environment: Environment
  id: string
  issuer: string
  answerTo: string
  relayState: string | null
}

/** A signed answer that waits for the browser to take it along. */
interface Answer {
  environment: Environment
  answerTo: string
  fields: Record<string, string>
}

type Provider = ReturnType<typeof IdentityProvider>
type Requester = ReturnType<typeof ServiceProvider>

/**
 * Northwind Identity on the demo's own server: an identity provider that checks what it is sent and signs what it
 * answers, by another library than the service provider's, so that both cannot misread SAML in the same way. It takes
 * everybody's word for who they are.
 */
export async function openDemoIdentityProvider({ file, now, random, certificatesOf }: Surroundings) {
  const key = await openSigningKey(file)
  const pending = memory<Pending>()
  const answers = memory<Answer>()
  // The library reads nothing without one. Of what a schema would refuse only this could do harm.
  setSchemaValidator({
    async validate(message) {
      if (/<!DOCTYPE/i.test(message)) throw new Error('A document type is not allowed')
    },
  })

  /** For as long as a sign-on may take. */
  function memory<T extends { environment: Environment }>() {
    const entries = new Map<string, { at: Instant; value: T }>()
    return {
      keep(value: T): string {
        const id = newId({ random })
        entries.set(id, { at: now(), value })
        const [oldest] = entries.keys()
        if (entries.size > MAX_REMEMBERED && oldest !== undefined) entries.delete(oldest)
        return id
      },
      find(id: string, environment: Environment): T | null {
        const entry = entries.get(id)
        const isKnown = entry?.value.environment === environment && elapsed(entry.at, now()) <= REQUEST_LIFE
        return isKnown ? entry.value : null
      },
    }
  }

  /** For all of this year and the next. */
  async function certificateNow(): Promise<Certificate> {
    const year = Number(now().slice(0, 4))
    const [from, to] = [`${year}-01-01T00:00:00.000Z`, `${year + 2}-01-01T00:00:00.000Z`]
    return key.certificate('northwind-identity.cer', `${year}`.padStart(14, '0'), from, to)
  }

  const metadataNow = async () => demoMetadata(await certificateNow())

  const providerNow = async (): Promise<Provider> =>
    IdentityProvider({
      metadata: await metadataNow(),
      privateKey: key.pem,
      requestSignatureAlgorithm: RSA_SHA256,
      wantLogoutRequestSigned: true,
    })

  /** An ID of a message, which XML wants to begin with a letter. */
  const xmlName = () => `_${newId({ random })}`

  /** What a message says, if it is signed by the service provider of the environment that the caller came from. */
  async function read<Message extends z.ZodMiniType>(
    schema: Message,
    incoming: Incoming,
    caller: Caller,
    parse: (provider: Provider, from: Requester) => Promise<unknown>,
  ): Promise<z.output<Message>> {
    const provider = await providerNow()
    for (const certificate of await certificatesOf(caller.environment))
      try {
        limitUnpacked(incoming)
        return schema.parse(await parse(provider, requester(caller, caller.ownAddress, certificate)))
      } catch {
        // Signed by another key or by none, or nothing that can be read: the library has no words for people.
      }
    throw new DomainError(
      'forbidden',
      `${NAME} reads only messages that are signed with a certificate of the service provider that it knows, and this one is not.`,
    )
  }

  async function begin(incoming: Incoming, caller: Caller): Promise<Response> {
    const { samlContent, extract } = await read(Login, incoming, caller, (provider, from) =>
      provider.parseLoginRequest(from, incoming.binding, incoming.request),
    )
    const { request, issuer } = extract
    if (incoming.binding === 'post' && signedId(samlContent) !== request.id)
      throw new DomainError('forbidden', `The signature of this message covers something else, so ${NAME} stops here.`)
    const { assertionConsumer } = serviceProviderAddresses(caller.ownAddress)
    const answerTo = request.assertionConsumerServiceUrl
    if (answerTo !== assertionConsumer)
      throw new DomainError('forbidden', `${NAME} answers to ${assertionConsumer} only, and not to ${answerTo}.`)
    const { environment } = caller
    const { relayState } = incoming
    return goTo(`/demo-idp?request=${pending.keep({ environment, id: request.id, issuer, answerTo, relayState })}`)
  }

  const routes = new Hono<HostEnv>()
  routes.use(limitBody)
  routes.notFound(() => explained('There is nothing at this address.', 404))
  routes.onError((error, c) => {
    if (!(error instanceof DomainError)) throw error
    return c.req.path === ANSWER ? refusal(error) : explained(error.message, ERROR_STATUS[error.code])
  })

  routes.get('/demo-idp/metadata', async (c) =>
    c.body(await metadataNow(), 200, { 'Content-Type': 'application/samlmetadata+xml' }),
  )

  routes
    .on('GET', ['/demo-idp/saml2/sso/redirect', '/demo-idp/saml2/sso/post'], (c) => begin(byRedirect(c.req.url), c.env))
    .on('POST', ['/demo-idp/saml2/sso/redirect', '/demo-idp/saml2/sso/post'], async (c) =>
      begin(byPost(await c.req.text()), c.env),
    )

  routes.post(ANSWER, async (c) => {
    const { request, nameId, attributes } = parseBody(StandInAnswer, await c.req.text())
    requireWritable(nameId, attributes)
    const asked = pending.find(request, c.env.environment)
    if (!asked) throw new DomainError('not-found', OVER)
    const { environment, issuer, answerTo, relayState } = asked
    const id = xmlName()
    const context = loginResponse({
      id,
      assertionId: xmlName(),
      sessionIndex: xmlName(),
      at: now(),
      inResponseTo: asked.id,
      to: answerTo,
      audience: issuer,
      nameId,
      attributes,
    })
    const [provider, to] = [await providerNow(), requester(c.env, issuer)]
    const signed = await provider.createLoginResponse(to, { extract: {} }, 'post', {}, () => ({ id, context }))
    const fields = { SAMLResponse: signed.context, ...(relayState !== null && { RelayState: relayState }) }
    return c.json<Departure>({ goTo: `/demo-idp/answer?id=${answers.keep({ environment, answerTo, fields })}` })
  })

  routes.get('/demo-idp/answer', (c) => {
    const answer = answers.find(c.req.query('id') ?? '', c.env.environment)
    if (!answer) return explained(OVER, 404)
    // By its path, because it is on this very host: then the page may post nowhere else.
    return postedForm(`${NAME} signs you in`, new URL(answer.answerTo).pathname, answer.fields)
  })

  routes.get('/demo-idp/saml2/logout', async (c) => {
    // Where people are sent who have signed out already.
    if (c.req.query('SAMLRequest') === undefined) return goTo('/demo-idp/signed-out')
    const incoming = byRedirect(c.req.url)
    const { extract } = await read(Logout, incoming, c.env, (provider, from) =>
      provider.parseLogoutRequest(from, incoming.binding, incoming.request),
    )
    const id = xmlName()
    const { logout } = serviceProviderAddresses(c.env.ownAddress)
    const context = logoutResponseXml({
      id,
      at: now(),
      destination: logout,
      issuer: DEMO_IDENTITY_PROVIDER.entityId,
      inResponseTo: extract.request.id,
    })
    const [provider, to] = [await providerNow(), requester(c.env, extract.issuer)]
    const relayState = incoming.relayState ?? ''
    const customTagReplacement = () => ({ id, context })
    const answer = provider.createLogoutResponse(to, { extract: {} }, 'redirect', { relayState, customTagReplacement })
    return goTo(answer.context)
  })

  return {
    certificate: key.certificate,
    /** What answers, so that tests find every route. */
    app: routes,
    /** As the backend's `fetch`; null for what is no business of the stand-in. */
    async fetch(request: Request, caller: Caller): Promise<Response | null> {
      const { pathname } = new URL(request.url)
      const isOwn = pathname.startsWith('/demo-idp/') || (pathname === ANSWER && request.method === 'POST')
      return isOwn ? routes.fetch(request, caller) : null
    },
  }
}

/** Whom a message comes from or goes to, as the library has it. */
function requester({ ownAddress }: Caller, entityID: string, certificate?: Certificate): Requester {
  const { assertionConsumer, logout } = serviceProviderAddresses(ownAddress)
  return ServiceProvider({
    entityID,
    authnRequestsSigned: true,
    wantAssertionsSigned: true,
    wantLogoutResponseSigned: true,
    ...(certificate && { signingCert: pemOf(certificate) }),
    assertionConsumerService: [{ Binding: `${BINDINGS}HTTP-POST`, Location: assertionConsumer }],
    singleLogoutService: [{ Binding: `${BINDINGS}HTTP-Redirect`, Location: logout }],
  })
}

/** The ID of what the signature in a posted request covers: the library is content with one that holds. */
function signedId(request: string): string | null {
  const localPath = ['AuthnRequest', 'Signature', 'SignedInfo', 'Reference']
  const { uri } = Extractor.extract(request, [{ key: 'uri', localPath, attributes: ['URI'] }])
  return typeof uri === 'string' ? uri.replace(/^#/, '') : null
}

const goTo = (address: string): Response =>
  new Response(null, { status: 303, headers: { Location: address, 'Cache-Control': 'no-store' } })
