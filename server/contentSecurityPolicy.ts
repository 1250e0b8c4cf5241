const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // The one inline style that Spectrum adds, by its hash.
  "style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
]

/** What the console may load where a server serves it: its own files, and no script from a string anywhere. */
export const contentSecurityPolicy = [...POLICY, "trusted-types 'none'", "frame-ancestors 'none'"].join('; ')

/** The same for the demo in the browser, which may also start its service worker (`allowScriptUrl` in `mocks/`). */
export const demoContentSecurityPolicy = [...POLICY, "worker-src 'self'", 'trusted-types default'].join('; ')
