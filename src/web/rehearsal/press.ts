import { pressesAsked, tellProblem } from './link.ts'

/** How long a control may take to appear: the slowest scenario answers within a few seconds. Milliseconds. */
const PATIENCE = 12_000

const PRESSABLE = 'button, a[href], [role="option"], input[type="checkbox"], input[type="radio"], summary'

/** Presses the controls that a scenario link names, one after the other, so that a link can show what follows an act. */
export async function pressAsAsked(): Promise<void> {
  for (const name of pressesAsked()) {
    const control = await appears(name)
    if (!control) return tellProblem(`There is no “${name}” to press here.`)
    control.scrollIntoView({ block: 'center' })
    control.click()
  }
}

/** The control of that name, once it is there and can be pressed; null when it never is. */
function appears(name: string): Promise<HTMLElement | null> {
  return new Promise((resolve) => {
    const started = performance.now()
    const look = () => {
      const found = find(name)
      if (found || performance.now() - started > PATIENCE) resolve(found)
      else requestAnimationFrame(look)
    }
    look()
  })
}

function find(name: string): HTMLElement | null {
  // A link that opens a dialog means the controls in it, not those of the same name on the page behind it.
  const scope = new URLSearchParams(location.search).has('dialog')
    ? document.querySelector('[role$="dialog"]')
    : document
  const candidates = [...(scope?.querySelectorAll<HTMLElement>(PRESSABLE) ?? [])]
  return (
    candidates.find(
      (element) =>
        !element.closest('[inert], [aria-hidden="true"]') &&
        !element.matches(':disabled, [aria-disabled="true"]') &&
        names(element).includes(name),
    ) ?? null
  )
}

/** Label, own text and labelling elements: enough to find a control by what a person would call it. */
function names(element: HTMLElement): (string | undefined)[] {
  const labelling = element.getAttribute('aria-labelledby')?.split(' ') ?? []
  return [
    element.getAttribute('aria-label') ?? undefined,
    element.textContent?.trim(),
    element.closest('label')?.textContent?.trim(),
    ...labelling.map((id) => document.getElementById(id)?.textContent?.trim()),
  ]
}
