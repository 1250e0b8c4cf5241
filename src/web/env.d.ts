/** Build-time constants, set in vite.config.ts; what they switch off is not in the bundle at all. */
declare const __REHEARSAL__: boolean
declare const __BROWSER_HOST__: boolean
