// What makes certificates needs it, and it has to be there first.
import 'reflect-metadata'
import { createPrivateKey } from 'node:crypto'
import { getVerifiedXml, parseDomFromString, signXml } from '@node-saml/node-saml/lib/xml.js'
import {
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'
import type { KeyPair, OutgoingMessage, OwnSide, ServiceProvider } from '#src/api/signOn/serviceProvider.ts'
import { MAX_FILE_NAME, pemOf, type Certificate } from '#src/domain/certificate.ts'
import type { Instant } from '#src/domain/instant.ts'
import { readLogoutMessage } from '#src/domain/sso/logoutMessage.ts'
import { parseXml, writeXml } from '#src/domain/sso/parseXml.ts'
import { authnRequestXml, logoutRequestXml, logoutResponseXml } from '#src/domain/sso/samlMessages.ts'
import type { SsoSettings } from '#src/domain/sso/settings.ts'
import type { SignedMessage } from '#src/domain/sso/signedQuery.ts'
import { childrenOf, elementsIn, SIGNATURE } from '#src/domain/sso/xml.ts'
import { readCertificate } from './readCertificate.ts'
import { readSignedQuery, signedAddress } from './redirectBinding.ts'
import { signersOf } from './signedInfo.ts'

/** SAML by Node's cryptography and, where signatures are in the XML, node-saml. */
export const serviceProvider: ServiceProvider = {
  makeKeyPair,
  authnRequest: async (own, provider, request) => authnRequest(own, provider, request),
  verifiedAssertion,
  logoutRequest: async (own, provider, { signedOnAs, ...request }) => {
    const xml = logoutRequestXml({ ...request, ...signedOnAs, ...outgoing(own, provider) })
    return signedLogout(own, provider, { kind: 'SAMLRequest', xml, relayState: null })
  },
  logoutResponse: async (own, provider, { relayState, ...answer }) => {
    const xml = logoutResponseXml({ ...answer, ...outgoing(own, provider) })
    return signedLogout(own, provider, { kind: 'SAMLResponse', xml, relayState })
  },
  readLogout: async (query, { addresses }, provider, now) =>
    readLogoutMessage(readSignedQuery(query, provider), addresses.logout, provider, now),
}

type LogoutReceiver = Parameters<ServiceProvider['logoutRequest']>[1]

const outgoing = ({ entityId: issuer }: OwnSide, { singleLogoutUrl: destination }: LogoutReceiver) => ({
  issuer,
  destination,
})

const signedLogout = (
  { keyPair: { privateKey } }: OwnSide,
  { singleLogoutUrl, hashAlgorithm }: LogoutReceiver,
  message: SignedMessage,
): string => signedAddress(singleLogoutUrl, message, { privateKey, hashAlgorithm })

const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) }

/** RFC 5280 appendix A. */
const MAX_COMMON_NAME = 64

async function makeKeyPair(commonName: string, validFrom: Instant, validTo: Instant): Promise<KeyPair> {
  const keys = await crypto.subtle.generateKey(RSA, true, ['sign', 'verify'])
  const made = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [commonName.slice(0, MAX_COMMON_NAME)] }],
    notBefore: new Date(validFrom),
    notAfter: new Date(validTo),
    signingAlgorithm: RSA,
    keys,
    extensions: [
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  const der = Buffer.from(made.rawData)
  const pkcs8 = createPrivateKey({
    key: Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)),
    type: 'pkcs8',
    format: 'der',
  })
  const { fingerprint, validFrom: from, validTo: to } = readCertificate(der)
  return {
    certificate: {
      name: `${commonName.slice(0, MAX_FILE_NAME - 4)}.cer`,
      der: der.toString('base64'),
      fingerprint,
      validFrom: from,
      validTo: to,
    },
    privateKey: pkcs8.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

/** How node-saml calls them. */
const HASHES = { 'SHA-1': 'sha1', 'SHA-256': 'sha256' } as const satisfies Record<SsoSettings['hashAlgorithm'], string>

function authnRequest(
  own: OwnSide,
  { bindingType, loginPortalUrl: url, hashAlgorithm }: Parameters<ServiceProvider['authnRequest']>[1],
  { id, at }: { id: string; at: Instant },
): OutgoingMessage {
  const { privateKey } = own.keyPair
  const { assertionConsumer } = own.addresses
  const xml = authnRequestXml({ id, at, destination: url, issuer: own.entityId, assertionConsumer })
  if (bindingType === 'REDIRECT')
    return {
      by: 'REDIRECT',
      url: signedAddress(url, { kind: 'SAMLRequest', xml, relayState: null }, { privateKey, hashAlgorithm }),
    }
  const hash = HASHES[hashAlgorithm]
  const request = "/*[local-name(.)='AuthnRequest']"
  const signed = signXml(
    xml,
    request,
    { reference: `${request}/*[local-name(.)='Issuer']`, action: 'after' },
    { privateKey, publicCert: pemOf(own.keyPair.certificate), signatureAlgorithm: hash, digestAlgorithm: hash },
  )
  return { by: 'POST', url, fields: { SAMLRequest: Buffer.from(signed).toString('base64') } }
}

async function verifiedAssertion(
  response: string,
  { certificates }: Pick<SsoSettings, 'certificates'>,
): Promise<string | null> {
  // As XML has it, before anything is compared with what was signed.
  const xml = response.replaceAll(/\r\n?/g, '\n')
  try {
    const root = parseXml(xml).documentElement
    const assertion = childNamed(root, 'Assertion')
    const own = assertion && (await verifiedText(xml, assertion, certificates))
    if (own) return own
    const whole = await verifiedText(xml, root, certificates)
    if (!whole) return null
    // Of the text that was signed, not of the one that came.
    const signed = childNamed(parseXml(whole).documentElement, 'Assertion')
    return signed ? writeXml(signed) : null
  } catch {
    // What cannot be read has not been signed by anybody.
    return null
  }
}

/** The text that the signature in `element` covers, or null where it does not hold. */
async function verifiedText(xml: string, element: Element, certificates: Certificate[]): Promise<string | null> {
  const [signature] = childrenOf(element, SIGNATURE, 'Signature')
  const signers = signature ? signersOf(signature, certificates) : []
  if (signers.length === 0) return null
  try {
    const root = (await parseDomFromString(xml)).documentElement
    const same = root.getAttribute('ID') === element.getAttribute('ID') ? root : childNamed(root, element.localName)
    return same ? getVerifiedXml(xml, same, signers.map(pemOf)) : null
  } catch {
    // It throws where a signature has an unusual form; another one may hold nevertheless.
    return null
  }
}

const childNamed = (parent: Element, name: string): Element | undefined =>
  elementsIn(parent).find(({ localName }) => localName === name)
