import type { Locator, Page } from '@playwright/test'
import axe from 'axe-core'
import { STATES } from '../src/rehearsal/states/catalogue.ts'
import { linkTo, type State } from '../src/rehearsal/states/state.ts'
import { expect, test } from './test.ts'

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

const NOT_FOLLOWED = 'This link could not be followed as written'

/** "K4, K6: Reset dialog" */
const titleOf = ({ steps, name }: State) => (steps.length > 0 ? `${steps.join(', ')}: ${name}` : name)

async function enter(page: Page, state: State): Promise<void> {
  // Watched from the start: a busy machine may show a toast and take it away before the page has loaded in full.
  await page.goto(linkTo(state), { waitUntil: 'commit' })
  await seen(page.getByRole('heading', { name: state.heading }))
  for (const text of state.shows) await seen(page.getByText(text))
  for (const name of state.ticked ?? []) await expect(page.getByRole('checkbox', { name, exact: true })).toBeChecked()
  for (const name of state.unticked ?? [])
    await expect(page.getByRole('checkbox', { name, exact: true })).not.toBeChecked()
  // A text may have been there before the last press that leads to the state.
  await expect(page.locator('html[data-pressing]')).toHaveCount(0)
  if (!state.shows.includes(NOT_FOLLOWED)) await expect(page.getByText(NOT_FOLLOWED)).toHaveCount(0)
  await settle(page)
}

/** Looked for more often than `expect` does, which may see a page half a second after it has come. */
const seen = (element: Locator) => element.filter({ visible: true }).first().waitFor({ timeout: 20_000 })

/** Colors and places are judged as they stay, not on their way there. */
const settle = (page: Page) =>
  page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity),
  )

type Rules = string[] | { type: 'rule'; values: string[] }

/** What axe finds wrong by rules with these tags, or by these rules: the rule, the element and how to mend it. */
const violations = (page: Page, runOnly: Rules): Promise<string[]> =>
  page.evaluate(async (runOnly) => {
    // Axe's source, evaluated in the page before, leaves it there.
    const { axe: inPage } = window as unknown as { axe: typeof axe }
    const options = { runOnly, resultTypes: ['violations' as const] }
    // React Aria's announcements: for some seconds they point at a label that may be gone already.
    const result = await inPage.run({ exclude: ['[data-live-announcer]'] }, options)
    return result.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
    )
  }, runOnly)

/** The page's elements with their attributes: what all rules but contrast go by. */
const elements = (page: Page) => page.evaluate(() => document.documentElement.outerHTML)

for (const state of STATES) {
  test(
    `${titleOf(state)} shows what it should, and axe finds nothing wrong, light or dark`,
    { tag: '@browser' },
    async ({ page }) => {
      await page.emulateMedia({ colorScheme: 'light' })
      await enter(page, state)
      await page.evaluate(axe.source)
      expect(await violations(page, WCAG)).toEqual([])
      const inLight = await elements(page)
      await page.emulateMedia({ colorScheme: 'dark' })
      await settle(page)
      const differs = (await elements(page)) !== inLight
      expect(await violations(page, differs ? WCAG : { type: 'rule', values: ['color-contrast'] })).toEqual([])
    },
  )

  // 320 × 256 is what a window of 1280 × 1024 leaves at 400 % zoom.
  test(`${titleOf(state)} fits 320 × 256 pixels`, { tag: '@browser' }, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 256 })
    await enter(page, state)
    expect(await page.evaluate(() => document.scrollingElement!.scrollWidth)).toBeLessThanOrEqual(320)
    expect(await cutOff(page)).toEqual([])
  })
}

/** Texts that reach beyond the right or left edge, where nobody can scroll to them: examples and tables scroll. */
const cutOff = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => {
        const text = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim())
        const { left, right, width, height } = element.getBoundingClientRect()
        const isClipped = width <= 1 || height <= 1 || !element.checkVisibility({ visibilityProperty: true })
        return text && !isClipped && (left < 0 || right > 321) && !element.closest('pre, table')
      })
      .map((element) => element.outerHTML),
  )
