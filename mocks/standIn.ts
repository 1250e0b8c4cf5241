/**
 * Where the browser is sent instead of an identity provider's address, whatever it is: nothing leaves the demo. Only a
 * request for a sign-on brings its ID, and of the addresses without one that of a password says so. `home` is where
 * the console is, with a slash at its end.
 */
export function standInFor(url: string, home: string): string {
  const { pathname, searchParams } = new URL(url)
  const request = searchParams.get('request')
  if (request !== null) return `${home}demo-idp?${new URLSearchParams({ request })}`
  return `${home}demo-idp/${/passw/i.test(pathname) ? 'password' : 'signed-out'}`
}
