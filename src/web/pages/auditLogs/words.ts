import type { AuditChange } from '#src/domain/auditChanges.ts'
import { Instant } from '#src/domain/instant.ts'
import { number } from '../../ui/counted.ts'
import { absoluteTime } from '../../ui/Time.tsx'

/** A time to the second, and the zone: "1/15/2030, 5:00:00 AM MST". */
export const exactTime = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-US', {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    timeZone,
    timeZoneName: 'short',
  })

/** What a field is called, from the names it has in the record: "Certificate › Valid to". */
export const fieldLabel = ({ path }: AuditChange): string => path.map(wordsOf).join(' › ')

function wordsOf(name: string): string {
  const words = name
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .replaceAll(/\b(api|id|ip|sso|url)\b/g, (word) => word.toUpperCase())
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A single value as people read it. */
export function valueLabel(value: unknown, timeZone: string): string {
  if (value === undefined) return '—'
  if (value === null || (typeof value === 'object' && Object.keys(value).length === 0)) return 'None'
  if (value === '') return 'Empty'
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') return number(value)
  if (Array.isArray(value)) return value.map((part) => valueLabel(part, timeZone)).join(', ')
  if (typeof value !== 'string') return JSON.stringify(value)
  return Instant.safeParse(value).success ? absoluteTime(value, timeZone) : value
}
