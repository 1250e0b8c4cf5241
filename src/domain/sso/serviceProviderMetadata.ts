import type { Certificate } from '../certificate.ts'
import type { ServiceProviderAddresses } from './serviceProvider.ts'
import { escapeXml } from './xml.ts'

const HTTP = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP'

/**
 * This side's SAML 2.0 metadata: who it is, where responses and logout messages go, and what its requests are signed with. More
 * than one certificate while one takes the place of another (DECISIONS 73).
 */
export const serviceProviderMetadata = (
  entityId: string,
  addresses: ServiceProviderAddresses,
  certificates: readonly Pick<Certificate, 'der'>[],
): string => `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${escapeXml(entityId)}">
  <md:SPSSODescriptor AuthnRequestsSigned="true" WantAssertionsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
${certificates.map(keyDescriptor).join('')}    <md:SingleLogoutService Binding="${HTTP}-Redirect" Location="${escapeXml(addresses.logout)}"/>
    <md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified</md:NameIDFormat>
    <md:AssertionConsumerService Binding="${HTTP}-POST" Location="${escapeXml(addresses.assertionConsumer)}" index="0" isDefault="true"/>
  </md:SPSSODescriptor>
</md:EntityDescriptor>
`

const keyDescriptor = ({ der }: Pick<Certificate, 'der'>): string => `    <md:KeyDescriptor use="signing">
      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
        <ds:X509Data>
          <ds:X509Certificate>
${der.replaceAll(/.{1,64}/g, '$&\n')}          </ds:X509Certificate>
        </ds:X509Data>
      </ds:KeyInfo>
    </md:KeyDescriptor>
`
