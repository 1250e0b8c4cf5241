import { timeZones, US_TIME_ZONES } from '#src/domain/customer.ts'

export const timeZoneLabel = (id: string): string => US_TIME_ZONES[id] ?? id.replaceAll('_', ' ')
/** The zones to choose from. Runtimes spell some differently, so the stored one is offered whatever its spelling. */
export const timeZoneOptions = (stored: string) =>
  [...new Set([...timeZones(), stored])].map((id) => [id, timeZoneLabel(id)] as const)
