import { expect, test } from 'vitest'
import { userMenu } from '#testing/asUser.ts'
import { mountConsole } from '#testing/mountConsole.tsx'

test('where people ask for less motion, a question stands still from the moment it is there', async () => {
  await mountConsole('/')
  const tops = topsOf('[role=alertdialog]')
  await userMenu('Sign out everywhere')
  expect(new Set(await tops).size).toBe(1)
})

/** Where what `selector` finds stands in each frame of half a second since it came. Pixels from the top. */
function topsOf(selector: string): Promise<number[]> {
  const tops: number[] = []
  let came: number | null = null
  return new Promise((resolve) => {
    const look = (now: number) => {
      const found = document.querySelector(selector)
      if (found) {
        came ??= now
        tops.push(found.getBoundingClientRect().top)
      }
      if (came !== null && now - came > 500) resolve(tops)
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
}
