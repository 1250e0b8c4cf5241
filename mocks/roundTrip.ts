import { DomainError } from '#src/domain/errors.ts'

/** Pages on the way of any sign-on. */
const MOST_PAGES = 10

/**
 * Follows redirects and self-posting forms from `response`, as a browser does. Returns the address of the first page that
 * belongs to the console. The backend and the stand-in answer the requests before it through `ask`, because a service
 * worker serves no pages. `home` is the console's address, with a slash at its end.
 */
export async function follow(
  response: Response,
  home: string,
  ask: (request: Request) => Promise<Response>,
): Promise<string> {
  let current = response
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const next = await nextOf(current, home)
    if (!isServed(next, home)) return next.url
    // Each request depends on the answer before it.
    // oxlint-disable-next-line no-await-in-loop
    current = await ask(next)
  }
  throw new Error('A sign-on goes round in circles')
}

/** The request that a browser makes next, by itself. */
async function nextOf(response: Response, home: string): Promise<Request> {
  const location = response.headers.get('Location')
  if (location !== null) return new Request(below(home, location))
  const page = await response.text()
  const action = FORM.exec(page)?.[1]
  // A page without a form has a sentence for the person. The console shows it.
  if (action === undefined) throw new DomainError('invalid', unescaped(SENTENCE.exec(page)?.[1] ?? ''))
  const fields = [...page.matchAll(FIELD)].map(([, name, value]) => [unescaped(name!), unescaped(value!)])
  return new Request(below(home, unescaped(action)), { method: 'POST', body: new URLSearchParams(fields) })
}

/** As `documents.ts` of the backend writes them. */
const FORM = /<form method="post" action="([^"]*)">/
const FIELD = /<input type="hidden" name="([^"]*)" value="([^"]*)">/g
const SENTENCE = /<p>(.*?)<\/p>/s
const unescaped = (text: string) => text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))

/** The backend says addresses as if the console were not in a folder. */
const below = (home: string, address: string) => new URL(address.startsWith('/') ? address.slice(1) : address, home)

const isServed = ({ url }: Request, home: string) =>
  url.startsWith(`${home}sso/`) || url.replace(/\?.*/s, '') === `${home}demo-idp/saml2`
