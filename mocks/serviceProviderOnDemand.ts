import type { ServiceProvider } from '#src/api/signOn/serviceProvider.ts'

const load = async () => (await import('./serviceProvider.ts')).serviceProvider

/** The browser's service provider, loaded when something is to be signed or a signature to be checked. */
export const serviceProviderOnDemand: ServiceProvider = {
  makeKeyPair: async (...what) => (await load()).makeKeyPair(...what),
  authnRequest: async (...what) => (await load()).authnRequest(...what),
  verifiedAssertion: async (...what) => (await load()).verifiedAssertion(...what),
  logoutRequest: async (...what) => (await load()).logoutRequest(...what),
  logoutResponse: async (...what) => (await load()).logoutResponse(...what),
  readLogout: async (...what) => (await load()).readLogout(...what),
}
