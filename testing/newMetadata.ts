/** What the SAML 2.0 metadata of an identity provider for a test says; what is left out is unremarkable. */
interface Wanted {
  entityId?: string
  /** Each is the base64 of a certificate's DER. */
  certificates?: string[]
  /** Elements of the IDPSSODescriptor besides the certificates. */
  services?: string
  /** More attributes of the two elements, as XML. */
  entityAttributes?: string
  roleAttributes?: string
  /** Before the IDPSSODescriptor. */
  extensions?: string
}

export const PROVIDER = 'https://idp.example/saml2'
const SAML = 'urn:oasis:names:tc:SAML:2.0'

/** The EntityDescriptor of an identity provider, with the prefix `md` for metadata and `ds` for signatures. */
export const newMetadata = ({
  entityId = PROVIDER,
  certificates = [],
  services = SERVICES,
  entityAttributes = '',
  roleAttributes = '',
  extensions = '',
}: Wanted = {}): string => `<md:EntityDescriptor ${NAMESPACES} entityID="${entityId}" ${entityAttributes}>
  ${extensions}
  <md:IDPSSODescriptor protocolSupportEnumeration="${SAML}:protocol" ${roleAttributes}>
    ${certificates.map((certificate) => newKey(certificate)).join('\n    ')}
    ${services}
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`

/** For elements that stand alone. */
export const NAMESPACES = `xmlns:md="${SAML}:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"`

/** `use` as an attribute. */
export const newKey = (certificate: string, use = 'use="signing"') =>
  `<md:KeyDescriptor ${use}><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`

/** `binding` as the specification ends it, such as `HTTP-POST`. */
export const newSignOn = (binding: string, location: string) =>
  `<md:SingleSignOnService Binding="${SAML}:bindings:${binding}" Location="${location}"/>`

export const newSignOut = (binding: string, location: string, attributes = '') =>
  `<md:SingleLogoutService Binding="${SAML}:bindings:${binding}" Location="${location}" ${attributes}/>`

const SERVICES = [
  newSignOut('HTTP-Redirect', `${PROVIDER}/logout`),
  newSignOn('SOAP', `${PROVIDER}/soap`),
  newSignOn('HTTP-POST', `${PROVIDER}/post`),
  newSignOn('HTTP-Redirect', `${PROVIDER}/redirect`),
].join('\n    ')

/** Several entities in one file. */
export const newFederation = (entities: string[], attributes = ''): string =>
  `<md:EntitiesDescriptor ${NAMESPACES} ${attributes}>${entities.join('\n')}</md:EntitiesDescriptor>`

/** Whom people sign on to, such as the product itself. */
export const newServiceProvider = (entityId = 'https://sp.example/saml2'): string =>
  `<md:EntityDescriptor ${NAMESPACES} entityID="${entityId}"><md:SPSSODescriptor protocolSupportEnumeration="${SAML}:protocol"><md:AssertionConsumerService Binding="${SAML}:bindings:HTTP-POST" Location="https://sp.example/acs" index="0"/></md:SPSSODescriptor></md:EntityDescriptor>`
