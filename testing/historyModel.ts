/**
 * What the product reference says about API keys (§5), restated as plainly as it can be. Nothing of the project is
 * imported, so no mistake in the rules can hide in what they are held against. Times are milliseconds.
 */
export class HistoryModel {
  now: number
  timeZone: string
  period = '1-month'
  removesKeys = false
  resetDays: number | null = null
  private readonly users: ModelUser[]

  constructor(now: number, timeZone: string, users: ModelUser[]) {
    this.now = now
    this.timeZone = timeZone
    this.users = users
  }

  /** What its owner is shown of a key. */
  shows({ key }: ModelUser): { state: 'none' } | { state: 'active' | 'expired'; expiresAt: string | null } {
    if (!key) return { state: 'none' }
    return { state: this.isActive(key) ? 'active' : 'expired', expiresAt: iso(key.expiresAt) }
  }

  /** Whether a call with `value` is answered. */
  accepts(value: string): boolean {
    return this.users.some(({ key, isActive }) => isActive && key?.value === value && this.isActive(key))
  }

  count(): { active: number; expired: number } {
    const active = this.keys().filter(this.isActive).length
    return { active, expired: this.keys().length - active }
  }

  /** The next instant at which a key or a password expires; infinite when none does. */
  nextExpiry(): number {
    const expiries = [
      ...this.keys().map(({ expiresAt }) => expiresAt ?? Infinity),
      ...this.users.map(this.passwordExpiry),
    ]
    return Math.min(...expiries.filter((at) => at > this.now))
  }

  /** False where an expired password would take a key away as soon as it is made. */
  mayHaveKey = (user: ModelUser) => !this.removesKeys || this.now < this.passwordExpiry(user)

  issue(user: ModelUser, value: string): void {
    user.key = { value, expiresAt: this.fromNow() }
  }

  /** Saves Customer Info and tells what that did to keys: only another period restarts those that are active. */
  save(period: string, timeZone: string, removesKeys: boolean) {
    const restarts = period !== this.period
    const before = this.keys().length
    Object.assign(this, { period, timeZone, removesKeys })
    this.settle()
    const remove = before - this.keys().length
    if (!restarts) return { redate: null, remove }
    const active = this.keys().filter(this.isActive)
    for (const key of active) key.expiresAt = this.fromNow()
    return { redate: { keys: active.length, expiresAt: iso(this.fromNow()) }, remove }
  }

  /** A key goes for good at the moment its owner's password expires. To be called whenever anything has changed. */
  settle(): void {
    for (const user of this.users) if (!this.mayHaveKey(user)) user.key = null
  }

  private keys = () => this.users.flatMap(({ key }) => key ?? [])
  private fromNow = () => addPeriod(this.now, this.period, this.timeZone)
  private isActive = ({ expiresAt }: ModelKey) => expiresAt === null || this.now < expiresAt
  private passwordExpiry = ({ passwordDate }: ModelUser) =>
    this.resetDays === null ? Infinity : passwordDate + this.resetDays * DAY
}

interface ModelKey {
  value: string
  expiresAt: number | null
}

export interface ModelUser {
  isActive: boolean
  passwordDate: number
  key: ModelKey | null
}

const DAY = 86_400_000
const MONTHS: Record<string, number> = { '1-month': 1, '3-months': 3, '6-months': 6, '1-year': 12 }

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())

/** `period` after `at` on the calendar of `zone`; null for never. */
function addPeriod(at: number, period: string, zone: string): number | null {
  if (period === 'none') return null
  const from = new Date(at + offset(at, zone))
  const [year, month, day] = [from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate()]
  const later = month + (MONTHS[period] ?? 0)
  const lastDay = new Date(Date.UTC(year, later + 1, 0)).getUTCDate()
  const date = period === '1-week' ? Date.UTC(year, month, day + 7) : Date.UTC(year, later, Math.min(day, lastDay))
  const due = date + (from.getTime() % DAY)
  // By the clock as it runs the day before, and the day after: they differ where it is changed in between. Of two
  // instants that show `due` the first counts; where none does, the old clock leads past the gap.
  const old = due - offset(due - DAY, zone)
  const changed = due - offset(due + DAY, zone)
  const shows = (instant: number) => instant + offset(instant, zone) === due
  return !shows(old) && shows(changed) ? changed : old
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** How far clocks in `timeZone` are ahead of UTC at `at`. Swedes write dates as ISO 8601 does. */
function offset(at: number, timeZone: string): number {
  const style = { dateStyle: 'short', timeStyle: 'medium' } as const
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, ...style })
  formats.set(timeZone, format)
  const second = Math.floor(at / 1000) * 1000
  return Date.parse(`${format.format(second)}Z`) - second
}
