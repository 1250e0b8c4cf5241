/** The addresses of this side below `address`, which ends in a slash, and says which environment it is. */
export const serviceProviderAddresses = (address: string) => ({
  /** The product's own path (reference §7.2). */
  metadata: `${address}sso/downloadSAML2MetaData`,
  /** The assertion consumer service: responses are posted here. */
  assertionConsumer: `${address}sso/acs`,
  /** Logout requests and answers come here by redirect. */
  logout: `${address}sso/logout`,
})
export type ServiceProviderAddresses = ReturnType<typeof serviceProviderAddresses>
