import { expect, test } from './test.ts'

/** So that no test takes minutes, and several workers share the links. */
const PARTS = 4

for (let part = 0; part < PARTS; part++)
  test(`every link of the flows page opens the state it names, ${part + 1} of ${PARTS}`, async ({ page }) => {
    // Some thirty page loads, one after the other.
    test.setTimeout(180_000)
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
    for (const { name, href, heading, text, ticked } of links.filter((_, index) => index % PARTS === part))
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
