/**
 * Where the API is, from where people reach the console: both are on one address. In the demo that one is relative and
 * says which environment it opens; `page` is what it is relative to.
 */
export function apiAddress(console: string, page: string): string {
  const { origin, pathname } = new URL(console, page)
  return `${origin}${pathname.replace(/\/$/, '')}/attask/api`
}
