import { expect, test } from 'vitest'
import { cleo } from '#testing/backend.ts'
import { HOUR, shift } from './instant.ts'
import { asProductionLets } from './preview.ts'

const earlier = shift(cleo.passwordDate, -HOUR)
const later = shift(cleo.passwordDate, HOUR)

test('of two passwords the one that was set last holds, with what was said of it', () => {
  const there = { ...cleo, passwordHash: 'new', mustChangePassword: true }
  expect(asProductionLets(cleo, { ...there, passwordDate: later })).toEqual({ ...there, passwordDate: later })
  expect(asProductionLets(cleo, { ...there, passwordDate: earlier })).toEqual(cleo)
})

test('whoever is deactivated in either is deactivated in Preview', () => {
  const off = { ...cleo, isActive: false }
  for (const [here, there] of [
    [off, cleo],
    [cleo, off],
  ] as const)
    expect(asProductionLets(here, there).isActive).toBe(false)
})

test('the lock that ends last holds', () => {
  const locked = (lockedUntil: string | null) => ({ ...cleo, lockedUntil })
  for (const [here, there, holds] of [
    [null, null, null],
    [later, null, later],
    [null, later, later],
    [earlier, later, later],
  ] as const)
    expect(asProductionLets(locked(here), locked(there)).lockedUntil).toBe(holds)
})
