import type { Certificate } from '#src/domain/certificate.ts'

const ENTITY_ID = 'https://idp.northwind.example/saml2'

/** Northwind Identity, where the people of the demo organisation sign on. Nothing answers at its addresses. */
export const DEMO_IDENTITY_PROVIDER = {
  entityId: ENTITY_ID,
  /** With the binding type POST. */
  loginPortalUrl: `${ENTITY_ID}/sso/post`,
  redirectUrl: `${ENTITY_ID}/sso/redirect`,
  signOutUrl: `${ENTITY_ID}/logout`,
}

/** The SAML 2.0 metadata of {@link DEMO_IDENTITY_PROVIDER}, which signs with `certificate`. */
export const demoMetadata = ({ der }: Pick<Certificate, 'der'>): string => `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${ENTITY_ID}">
  <md:IDPSSODescriptor WantAuthnRequestsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing">
      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
        <ds:X509Data>
          <ds:X509Certificate>
${der.replaceAll(/.{1,64}/g, '$&\n')}          </ds:X509Certificate>
        </ds:X509Data>
      </ds:KeyInfo>
    </md:KeyDescriptor>
    <md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${DEMO_IDENTITY_PROVIDER.signOutUrl}"/>
    <md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified</md:NameIDFormat>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${DEMO_IDENTITY_PROVIDER.loginPortalUrl}"/>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${DEMO_IDENTITY_PROVIDER.redirectUrl}"/>
  </md:IDPSSODescriptor>
  <md:Organization>
    <md:OrganizationName xml:lang="en">Northwind Identity</md:OrganizationName>
    <md:OrganizationDisplayName xml:lang="en">Northwind Identity</md:OrganizationDisplayName>
    <md:OrganizationURL xml:lang="en">https://idp.northwind.example/</md:OrganizationURL>
  </md:Organization>
</md:EntityDescriptor>
`
