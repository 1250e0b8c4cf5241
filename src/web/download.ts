/**
 * Hands a file to the browser to keep. Not by an address of the backend: where that is a service worker, nothing there
 * can be navigated to. Nor by a `data:` address, which may not be long.
 */
export function download(name: string, mediaType: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: mediaType }))
  link.download = name
  link.click()
  // The browser has taken hold of it when the task is over.
  setTimeout(() => URL.revokeObjectURL(link.href))
}
