import { expect, test } from './test.ts'

test('every link of the flows page opens the state it names', async ({ page }) => {
  // Some ninety page loads, one after the other.
  test.setTimeout(300_000)
  await page.goto('/flows')
  await expect(page.getByRole('heading', { name: 'Flows', level: 1 })).toBeVisible()
  const links = await page.locator('a[data-heading]').evaluateAll((anchors) =>
    anchors.map((anchor) => ({
      name: anchor.getAttribute('aria-label'),
      href: anchor.getAttribute('href'),
      heading: anchor.getAttribute('data-heading'),
      text: anchor.getAttribute('data-text'),
      ticked: anchor.getAttribute('data-ticked'),
    })),
  )
  expect(links.length).toBeGreaterThan(80)
  for (const { name, href, heading, text, ticked } of links)
    await test.step(`${name}`, async () => {
      await page.goto(href ?? '')
      await expect(page.getByRole('heading', { name: heading ?? '' }).first()).toBeVisible()
      await expect(
        page
          .getByText(text ?? '')
          .filter({ visible: true })
          .first(),
      ).toBeVisible()
      if (ticked !== null)
        await expect(page.getByRole('checkbox', { name: text ?? '' })).toBeChecked({ checked: ticked === 'true' })
    })
})
