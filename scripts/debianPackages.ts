import { execFileSync } from 'node:child_process'

/**
 * Where CI lacks what some tests need, installs Debian's packages; elsewhere those tests say that they were left out.
 * Throws `otherwise` where CI still lacks it.
 */
export function fetchPackages(packages: string[], isThere: () => boolean, otherwise: string): void {
  if (isThere() || process.env['CI'] !== 'true') return
  try {
    for (const args of [['update'], ['install', '--yes', '--no-install-recommends', ...packages]])
      execFileSync('apt-get', args, { stdio: 'inherit' })
  } catch {
    // What matters is whether it is there now.
  }
  if (!isThere()) throw new Error(otherwise)
}
