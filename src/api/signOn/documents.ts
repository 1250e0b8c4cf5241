import { escapeXml } from '#src/domain/sso/xml.ts'

/** All that the pages below run. Their policy allows it by its hash. */
const SUBMIT = 'document.forms[0].submit()'
/** SHA-256 of {@link SUBMIT} in base64, as a Content-Security-Policy has it. */
const SUBMIT_HASH = 'sha256-ePniVEkSivX/c7XWBGafqh8tSpiRrKiqYeqbG7N1TOE='

/** A page whose form posts itself to `url`, and has a button where scripts do not run. */
export function postedForm(title: string, url: string, fields: Readonly<Record<string, string>>): Response {
  const inputs = hiddenInputs(Object.entries(fields))
  const body = `<form method="post" action="${escapeXml(url)}">${inputs}<button>Go on</button></form><script>${SUBMIT}</script>`
  return page(title, body, 200, `script-src '${SUBMIT_HASH}'; form-action ${targetsOf(url)}`)
}

/** What cannot be shown by the console, because its browser came from elsewhere: a sentence, and the way back. */
export const explained = (message: string, status: number): Response =>
  page(
    'Single sign-on',
    `<p>${escapeXml(message)}</p><p><a href="/sign-in">Back to the sign-in page</a></p>`,
    status,
    "form-action 'none'",
  )

/** Form fields that nobody sees. */
export const hiddenInputs = (fields: Iterable<[name: string, value: string]>): string =>
  Array.from(
    fields,
    ([name, value]) => `<input type="hidden" name="${escapeXml(name)}" value="${escapeXml(value)}">`,
  ).join('')

/** A document of `body`, which is HTML, for browsers without the console. `policy` says what it may do at all. */
export const page = (title: string, body: string, status: number, policy: string): Response =>
  new Response(
    `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escapeXml(title)} – Latchkey</title></head>
<body><main><h1>${escapeXml(title)}</h1>${body}</main></body>
</html>
`,
    {
      status,
      headers: {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': `default-src 'none'; base-uri 'none'; frame-ancestors 'none'; ${policy}`,
      },
    },
  )

/** Where a form may go. Browsers ask it of redirects too, and one identity provider may send people on to another. */
const targetsOf = (url: string): string => (URL.canParse(url) ? `${new URL(url).origin} https:` : "'self'")
