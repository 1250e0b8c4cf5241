import { fileChosenBy } from '#src/rehearsal/states/files.ts'
import { pressesAsked, PRESSING, tellProblem } from './link.ts'

/** How long a control may take to appear: the slowest scenario answers within a few seconds. Milliseconds. */
const PATIENCE = 12_000

const PRESSABLE = 'button, a[href], [role="option"], input[type="checkbox"], input[type="radio"], summary'
/** Hidden, because a button of its own opens the system's dialog. */
const FILE_INPUT = 'input[type="file"]'

/**
 * Presses the controls and chooses the files that a scenario link names, one after the other, so that a link can show
 * what follows an act.
 */
export async function pressAsAsked(): Promise<void> {
  const missing = await pressAll(pressesAsked())
  if (missing !== null) tellProblem(`There is no “${missing}” to press here.`)
  document.documentElement.removeAttribute(PRESSING)
}

/** Presses one after the other; the first that is not there ends it, and is answered. */
async function pressAll(asked: string[]): Promise<string | null> {
  for (const name of asked) {
    const file = fileChosenBy(name)
    const control = await appears(() => (file ? document.querySelector<HTMLInputElement>(FILE_INPUT) : find(name)))
    if (!control) return name
    if (file && control instanceof HTMLInputElement) choose(control, new File([file.text], file.name))
    else {
      control.scrollIntoView({ block: 'center' })
      control.click()
    }
  }
  return null
}

/** The control, once it is there and can be used; null if it never is. */
async function appears(find: () => HTMLElement | null): Promise<HTMLElement | null> {
  const started = performance.now()
  while (!find()) {
    if (performance.now() - started > PATIENCE) return null
    scrollOpenList()
    await new Promise(requestAnimationFrame)
  }
  await atRest()
  return find()
}

/** A long list draws only the options in view: it is scrolled through, again and again. */
function scrollOpenList(): void {
  const list = document.querySelector('[role="listbox"]')
  if (!list) return
  const isAtEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 1
  list.scrollTo(0, isAtEnd ? 0 : list.scrollTop + list.clientHeight / 2)
}

/** Resolves when React has run its effects: before that, a form is drawn but doesn't notice what is done in it. */
const atRest = () =>
  new Promise<unknown>((resolve) =>
    // Safari doesn't have it.
    'requestIdleCallback' in window ? requestIdleCallback(resolve, { timeout: 1000 }) : setTimeout(resolve),
  )

/** Puts a file into its field, as the browser does when a user has chosen it in the system's dialog. */
function choose(input: HTMLInputElement, file: File): void {
  const transfer = new DataTransfer()
  transfer.items.add(file)
  input.files = transfer.files
  input.dispatchEvent(new Event('change', { bubbles: true }))
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
