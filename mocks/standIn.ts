/**
 * Where the browser is sent instead of an identity provider's address, whatever it is: nothing leaves the demo. A
 * message comes along as it was signed, and of the addresses without one that of a password says so. `home` is where
 * the console is, with a slash at its end.
 */
export function standInFor(url: string, home: string): string {
  const { pathname, search, searchParams } = new URL(url)
  if (!searchParams.has('SAMLRequest') && /passw/i.test(pathname)) return `${home}demo-idp/password`
  return `${home}demo-idp/saml2${search}`
}
