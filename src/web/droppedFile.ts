import type { DropZoneProps } from '@react-spectrum/s2/DropZone'

export type DropItems = Parameters<NonNullable<DropZoneProps['onDrop']>>[0]['items']

/** The one file that was dropped, or text as a file of the name `textName`; a problem where there is no such thing. */
export async function droppedFile(items: DropItems, textName: string): Promise<File | { problem: string }> {
  const [item] = items
  if (!item) return { problem: 'Nothing was dropped.' }
  // Text comes in several forms at once.
  if (items.length > 1 && items.filter(({ kind }) => kind !== 'text').length > 1)
    return { problem: 'Several files were dropped. Drop one file.' }
  if (item.kind === 'directory') return { problem: 'A folder was dropped. Drop the file itself.' }
  if (item.kind === 'file') return item.getFile()
  if (!item.types.has('text/plain')) return { problem: 'What was dropped is neither a file nor text.' }
  return textFile(await item.getText('text/plain'), textName)
}

/** Text as a file. Its byte order mark says that it is UTF-8, whatever the text says of the file it was copied from. */
export const textFile = (text: string, name: string): File => new File(['\uFEFF', text], name)
