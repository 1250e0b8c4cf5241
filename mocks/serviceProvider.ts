import type { KeyPair, OwnSide, ServiceProvider } from '#src/api/signOn/serviceProvider.ts'
import { toBase64 } from '#src/domain/base64.ts'
import { MAX_FILE_NAME } from '#src/domain/certificate.ts'
import type { Instant } from '#src/domain/instant.ts'
import { readCertificate } from '#src/domain/readCertificate.ts'
import { readLogoutMessage } from '#src/domain/sso/logoutMessage.ts'
import { parseXml, writeXml } from '#src/domain/sso/parseXml.ts'
import { authnRequestXml, logoutRequestXml, logoutResponseXml } from '#src/domain/sso/samlMessages.ts'
import type { SsoSettings } from '#src/domain/sso/settings.ts'
import type { SignedMessage } from '#src/domain/sso/signedQuery.ts'
import { ASSERTION, childrenOf } from '#src/domain/sso/xml.ts'
import { readSignedQuery, signedAddress } from './redirectBinding.ts'
import { privateKeyPem, RSA } from './rsa.ts'
import { selfSigned } from './selfSigned.ts'
import { signedText, signElement } from './xmlSignature.ts'

/**
 * SAML by the browser's own cryptography. Signatures in XML are made and checked by the few lines of `xmlSignature.ts`: a
 * library for them is many times larger, and is made for servers.
 */
export const serviceProvider: ServiceProvider = {
  makeKeyPair,
  async authnRequest(own, { bindingType, loginPortalUrl, hashAlgorithm }, { id, at }) {
    const { assertionConsumer } = own.addresses
    const xml = authnRequestXml({ id, at, destination: loginPortalUrl, issuer: own.entityId, assertionConsumer })
    const signing = { privateKey: own.keyPair.privateKey, hashAlgorithm }
    if (bindingType === 'REDIRECT') {
      const url = await signedAddress(loginPortalUrl, { kind: 'SAMLRequest', xml, relayState: null }, signing)
      return { by: 'REDIRECT', url }
    }
    const signed = await signElement(xml, id, signing)
    return { by: 'POST', url: loginPortalUrl, fields: { SAMLRequest: toBase64(new TextEncoder().encode(signed)) } }
  },
  verifiedAssertion,
  async logoutRequest(own, provider, { signedOnAs, ...request }) {
    const xml = logoutRequestXml({ ...request, ...signedOnAs, ...outgoing(own, provider) })
    return signedLogout(own, provider, { kind: 'SAMLRequest', xml, relayState: null })
  },
  async logoutResponse(own, provider, { relayState, ...answer }) {
    const xml = logoutResponseXml({ ...answer, ...outgoing(own, provider) })
    return signedLogout(own, provider, { kind: 'SAMLResponse', xml, relayState })
  },
  readLogout: async (query, { addresses }, provider, now) =>
    readLogoutMessage(await readSignedQuery(query, provider), addresses.logout, provider, now),
}

/** RFC 5280 appendix A. */
const MAX_COMMON_NAME = 64

async function makeKeyPair(commonName: string, from: Instant, to: Instant): Promise<KeyPair> {
  const keys = await crypto.subtle.generateKey(RSA, true, ['sign', 'verify'])
  const serial = crypto.getRandomValues(new Uint8Array(15))
  const der = await selfSigned(keys, { commonName: commonName.slice(0, MAX_COMMON_NAME), from, to, serial })
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey))
  const { fingerprint, validFrom, validTo } = readCertificate(der)
  const name = `${commonName.slice(0, MAX_FILE_NAME - 4)}.cer`
  return {
    certificate: { name, der: toBase64(der), fingerprint, validFrom, validTo },
    privateKey: privateKeyPem(toBase64(pkcs8)),
  }
}

async function verifiedAssertion(
  response: string,
  { certificates }: Pick<SsoSettings, 'certificates'>,
): Promise<string | null> {
  try {
    // Lines end as XML has it, before anything is compared with what was signed.
    const root = parseXml(response.replaceAll(/\r\n?/g, '\n')).documentElement
    const [assertion] = childrenOf(root, ASSERTION, 'Assertion')
    const own = assertion && (await signedText(assertion, certificates))
    if (own) return own
    const whole = await signedText(root, certificates)
    // Of the text that was signed, not of the one that came.
    const [signed] = whole === null ? [] : childrenOf(parseXml(whole).documentElement, ASSERTION, 'Assertion')
    return signed ? writeXml(signed) : null
  } catch {
    // What cannot be read has not been signed by anybody.
    return null
  }
}

type LogoutReceiver = Pick<SsoSettings, 'singleLogoutUrl' | 'hashAlgorithm'>

const outgoing = ({ entityId: issuer }: OwnSide, { singleLogoutUrl: destination }: LogoutReceiver) => ({
  issuer,
  destination,
})

const signedLogout = (
  { keyPair: { privateKey } }: OwnSide,
  { singleLogoutUrl, hashAlgorithm }: LogoutReceiver,
  message: SignedMessage,
): Promise<string> => signedAddress(singleLogoutUrl, message, { privateKey, hashAlgorithm })
