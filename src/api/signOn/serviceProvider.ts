import type { Certificate } from '#src/domain/certificate.ts'
import type { Instant } from '#src/domain/instant.ts'
import type { LogoutMessage } from '#src/domain/sso/logoutMessage.ts'
import type { ServiceProviderAddresses } from '#src/domain/sso/serviceProvider.ts'
import type { SsoSettings } from '#src/domain/sso/settings.ts'

/** A key pair and the certificate it has given itself. */
export interface KeyPair {
  certificate: Certificate
  /** PKCS#8 in PEM. */
  privateKey: string
}

/** Who this side is to the identity provider, and what it signs with. */
export interface OwnSide {
  entityId: string
  addresses: ServiceProviderAddresses
  keyPair: KeyPair
}

/** How a message gets to the identity provider: by the address alone, or by a form that is posted there. */
export type OutgoingMessage =
  { by: 'REDIRECT'; url: string } | { by: 'POST'; url: string; fields: Record<string, string> }

/** The name somebody is signed on by, and the identity provider's name for that session, if it gave one. */
export interface SignedOnAs {
  nameId: string
  nameIdFormat: string | null
  sessionIndex: string | null
}

type Provider = Pick<SsoSettings, 'identityProviderId' | 'certificates' | 'hashAlgorithm'>

/**
 * The arithmetic of SAML that the backend must not reach for itself: making and checking signatures. Whatever a
 * message says is judged by the rules in `domain/sso`.
 */
export interface ServiceProvider {
  /** RSA of 2,048 bits, valid between these instants. */
  makeKeyPair(commonName: string, validFrom: Instant, validTo: Instant): Promise<KeyPair>
  /** A signed request for a sign-on, with ID `id`, made at `at`. */
  authnRequest(
    own: OwnSide,
    provider: Pick<SsoSettings, 'bindingType' | 'loginPortalUrl' | 'hashAlgorithm'>,
    request: { id: string; at: Instant },
  ): Promise<OutgoingMessage>
  /**
   * The XML of the one assertion in `response` that a signature by one of these certificates covers, its own or that of
   * the response around it, or null where none holds. Called only for responses whose signatures have the form that SAML allows.
   */
  verifiedAssertion(response: string, provider: Provider): Promise<string | null>
  /** A signed request to sign somebody out, as the address a browser is sent to. */
  logoutRequest(
    own: OwnSide,
    provider: Pick<SsoSettings, 'singleLogoutUrl' | 'hashAlgorithm'>,
    request: { id: string; at: Instant; signedOnAs: SignedOnAs },
  ): Promise<string>
  /** The signed answer to a logout request. */
  logoutResponse(
    own: OwnSide,
    provider: Pick<SsoSettings, 'singleLogoutUrl' | 'hashAlgorithm'>,
    answer: { id: string; at: Instant; inResponseTo: string; relayState: string | null },
  ): Promise<string>
  /** What came in the query of an address, given as it was sent; refuses as `invalid` what cannot be trusted. */
  readLogout(query: string, own: Pick<OwnSide, 'addresses'>, provider: Provider, now: Instant): Promise<LogoutMessage>
}
