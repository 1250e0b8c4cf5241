/** A page as far as signing on looks at it. */
interface Page {
  url: URL
  status: number
  html: string
}

interface Cookie {
  host: string
  name: string
  value: string
  path: string
  sameSite: string
}

interface Form {
  action: string
  fields: Record<string, string>
}

interface Asked {
  method: 'GET' | 'POST'
  url: URL
  fields?: Record<string, string>
  /** The page that asks, null where somebody typed the address. */
  from: URL | null
}

const MOST_REDIRECTS = 20

/**
 * As much of a browser as a sign-on needs: cookies, redirects and forms that post themselves. It keeps cookies from
 * other sites' requests as browsers do, because that is what a sign-on has to live with.
 */
export class Browser {
  #cookies: Cookie[] = []
  #page: Page = { url: new URL('about:blank'), status: 0, html: '' }

  get page(): Page {
    return this.#page
  }

  /** Opens an address as if somebody had typed it. */
  async open(url: string): Promise<void> {
    await this.#navigate({ method: 'GET', url: new URL(url), from: null })
  }

  /** Goes where a script of this page leads. */
  async leaveFor(url: string): Promise<void> {
    const { url: from } = this.#page
    await this.#navigate({ method: 'GET', url: new URL(url, from), from })
  }

  /** Fills in and sends the form of this page that has all these fields. */
  async submit(filledIn: Record<string, string>): Promise<void> {
    const form = this.#forms().find(({ fields }) => Object.keys(filledIn).every((name) => name in fields))
    if (!form) throw new Error(`There is no form with ${Object.keys(filledIn).join(', ')} at ${this.#where()}`)
    await this.#send({ ...form, fields: { ...form.fields, ...filledIn } })
  }

  get hasPasswordForm(): boolean {
    return this.#forms().some(({ fields }) => 'password' in fields)
  }

  /** The SAML message that a form of this page is there to carry on, if there is one. */
  message(kind: 'SAMLRequest' | 'SAMLResponse'): string | undefined {
    return this.#forms().find(({ fields }) => kind in fields)?.fields[kind]
  }

  /** Does what the scripts of pages do that carry a message on, until a page has none. */
  async carry(kind: 'SAMLRequest' | 'SAMLResponse'): Promise<void> {
    for (let message = this.message(kind); message !== undefined; message = this.message(kind))
      await this.submit({ [kind]: message })
  }

  /** Calls the API as a script of the page at `origin` does. */
  async call(origin: string, method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }> {
    const url = new URL(path, origin)
    const response = await fetch(url, {
      method,
      headers: {
        ...this.#cookieHeader({ url, from: url, method: 'GET' }),
        'sec-fetch-site': 'same-origin',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
    })
    this.#keepCookies(url, response)
    const text = await response.text()
    return { status: response.status, json: text === '' ? null : JSON.parse(text) }
  }

  async #send({ action, fields }: Form): Promise<void> {
    const { url: from } = this.#page
    await this.#navigate({ method: 'POST', url: new URL(action, from), fields, from })
  }

  async #navigate(first: Asked): Promise<void> {
    let asked = first
    for (let redirects = 0; redirects < MOST_REDIRECTS; redirects++) {
      const { method, url, fields, from } = asked
      const response = await fetch(url, {
        method,
        headers: {
          ...this.#cookieHeader(asked),
          'sec-fetch-mode': 'navigate',
          'sec-fetch-dest': 'document',
          'sec-fetch-site': relation(from, url),
          ...(from && method === 'POST' ? { origin: from.origin } : {}),
        },
        ...(fields ? { body: new URLSearchParams(fields) } : {}),
        redirect: 'manual',
      })
      this.#keepCookies(url, response)
      const location = response.headers.get('location')
      if (location === null) {
        this.#page = { url, status: response.status, html: await response.text() }
        return
      }
      const keepsMethod = response.status === 307 || response.status === 308
      asked = keepsMethod
        ? { ...asked, url: new URL(location, url) }
        : { method: 'GET', url: new URL(location, url), from }
    }
    throw new Error(`More than ${MOST_REDIRECTS} redirects, the last one to ${asked.url}`)
  }

  #forms(): Form[] {
    return [...this.#page.html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gis)].map(([, attributes = '', inside = '']) => ({
      action: attributeOf(attributes, 'action') ?? '',
      fields: Object.fromEntries(
        [...inside.matchAll(/<input\b([^>]*)>/gi)].flatMap(([, input = '']) => {
          const name = attributeOf(input, 'name')
          return name ? [[name, attributeOf(input, 'value') ?? '']] : []
        }),
      ),
    }))
  }

  #where(): string {
    const { status, url, html } = this.#page
    const words = html
      .replaceAll(/<(script|style)\b.*?<\/\1>|<[^>]*>/gis, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim()
    return `${url.origin}${url.pathname} (${status}): ${words.slice(0, 500)}`
  }

  #cookieHeader({ url, from, method }: Pick<Asked, 'url' | 'from' | 'method'>): Record<string, string> {
    const isCrossSite = relation(from, url) === 'cross-site'
    const sent = this.#cookies.filter(
      ({ host, path, sameSite }) =>
        host === url.hostname &&
        url.pathname.startsWith(path) &&
        (!isCrossSite || (sameSite === 'lax' && method === 'GET')),
    )
    return sent.length === 0 ? {} : { cookie: sent.map(({ name, value }) => `${name}=${value}`).join('; ') }
  }

  #keepCookies({ hostname: host }: URL, response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
      const [name = '', ...rest] = pair.split('=')
      const said = new Map(
        attributes.map((attribute) => {
          const [key = '', value = ''] = attribute.split('=')
          return [key.toLowerCase(), value] as const
        }),
      )
      const path = said.get('path') ?? '/'
      this.#cookies = this.#cookies.filter(
        (cookie) => cookie.host !== host || cookie.name !== name || cookie.path !== path,
      )
      const isOver = said.get('max-age') === '0' || new Date(said.get('expires') ?? '') < new Date()
      if (!isOver)
        this.#cookies.push({
          host,
          name,
          value: rest.join('='),
          path,
          // What a browser takes a cookie for that does not say, and one without https that says None.
          sameSite: said.get('samesite')?.toLowerCase() === 'strict' ? 'strict' : 'lax',
        })
    }
  }
}

function relation(from: URL | null, to: URL): 'none' | 'same-origin' | 'same-site' | 'cross-site' {
  if (from === null) return 'none'
  if (from.origin === to.origin) return 'same-origin'
  // Ports make no difference between sites, and no two names here are below one another.
  return from.hostname === to.hostname ? 'same-site' : 'cross-site'
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function attributeOf(attributes: string, name: string): string | undefined {
  const [, double, single] = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(attributes) ?? []
  return (double ?? single)?.replaceAll(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, entity) => {
    if (decimal) return String.fromCodePoint(Number(decimal))
    if (hex) return String.fromCodePoint(Number.parseInt(hex as string, 16))
    return ENTITIES[entity as string] ?? whole
  })
}
