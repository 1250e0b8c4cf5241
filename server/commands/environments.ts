import { parseArgs } from 'node:util'
import { ENVIRONMENTS, type Environment } from '#src/domain/customer.ts'
import { stop } from '../installation.ts'

export const ENVIRONMENT_NAME: Record<Environment, string> = { production: 'Production', preview: 'Preview' }

/** What stands behind the command: plain words in order, and `--environment`, both environments where it is left out. */
export function readArguments(): { words: string[]; environments: readonly Environment[] } {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: { environment: { type: 'string' } } })
    // npm keeps `--environment=preview` for itself where no `--` stands before it; both would then be meant by mistake.
    const asked = values.environment ?? process.env['npm_config_environment']
    if (asked === undefined) return { words: positionals, environments: ENVIRONMENTS }
    const environment = ENVIRONMENTS.find((name) => name === asked)
    if (!environment) stop('--environment must be production or preview, as in npm run … -- --environment preview')
    return { words: positionals, environments: [environment] }
  } catch (error) {
    return stop((error as Error).message)
  }
}
