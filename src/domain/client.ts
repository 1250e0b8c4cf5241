/** The longest name that is shown of a client. Characters. */
const MAX_NAME = 60

const UNKNOWN = 'Unknown client'

/** Browsers by the product that tells them apart. Each also claims to be those after it, so the first found is it. */
const BROWSERS: [version: RegExp, name: string][] = [
  [/\bEdg\/(\d{1,4})\b/, 'Edge'],
  [/\bOPR\/(\d{1,4})\b/, 'Opera'],
  [/\bFirefox\/(\d{1,4})\b/, 'Firefox'],
  [/\b(?:Headless)?Chrome\/(\d{1,4})\b/, 'Chrome'],
  [/\bVersion\/(\d{1,4})\b/, 'Safari'],
]

/** Systems by what names them; an Android is also a Linux. */
const SYSTEMS: [pattern: RegExp, name: string][] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Macintosh|Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

/** Programs that people know by another name than they send. */
const KNOWN: Record<string, string> = { 'python-requests': 'Python requests', PostmanRuntime: 'Postman' }

/**
 * A User-Agent as people would name the program: "curl 8.5", "Python requests 2.32", "Chrome 141 on Windows". Whatever
 * else it is stands as it is, without what cannot be seen and cut to a bounded length. Clients say themselves what they
 * are, so it is a hint and no proof.
 */
export function clientName(userAgent: string): string {
  const text = userAgent
    .toWellFormed()
    .replaceAll(/[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]+/gu, ' ')
    .trim()
  const name = text.startsWith('Mozilla/') ? browserName(text) : productName(text)
  return (
    Array.from(name ?? text)
      .slice(0, MAX_NAME)
      .join('')
      .trim() || UNKNOWN
  )
}

function browserName(text: string): string | null {
  for (const [pattern, name] of BROWSERS) {
    const version = pattern.exec(text)?.[1]
    if (version === undefined) continue
    const system = SYSTEMS.find(([pattern]) => pattern.test(text))?.[1]
    return `${name} ${version}${system ? ` on ${system}` : ''}`
  }
  return null
}

/** The first product and as much of its version as tells releases apart. */
function productName(text: string): string | null {
  const { name, version } = /^(?<name>[\w.+-]+)\/v?(?<version>\d{1,8}(\.\d{1,8})?)/.exec(text)?.groups ?? {}
  return name === undefined ? null : `${KNOWN[name] ?? name} ${version}`
}
