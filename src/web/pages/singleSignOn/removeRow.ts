/**
 * Removes one of the rows in `list` by `remove`, which has it gone at once, and gives the focus, which was in it, to the row that takes its
 * place, to the last one, or, where none is left, to `parent`. Rows and `parent` can have it by a `tabIndex` of -1.
 */
export function removeRow(
  parent: HTMLElement | null,
  list: HTMLElement | null,
  index: number,
  remove: () => void,
): void {
  remove()
  const rows = list?.isConnected ? [...list.children] : []
  const heir = rows[index] ?? rows.at(-1) ?? parent
  if (heir instanceof HTMLElement) heir.focus()
}
