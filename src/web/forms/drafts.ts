interface Draft<Settings, Info> {
  userId: string
  base: Info
  values: Settings
}

const PREFIX = 'draft.'

/**
 * Edits whose author was signed out in the middle of them, by what their screen asks for. They come back with that user,
 * also by way of the identity provider, which is why they are kept in the tab. No setting of a screen is a secret.
 */
export const drafts = {
  keep: (name: string, draft: Draft<unknown, unknown>) => sessionStorage.setItem(PREFIX + name, JSON.stringify(draft)),
  /** What is kept under a name was put there by the same screen. */
  read: <Settings, Info>(name: string) =>
    JSON.parse(sessionStorage.getItem(PREFIX + name) ?? 'null') as Draft<Settings, Info> | null,
  forget: (name: string) => sessionStorage.removeItem(PREFIX + name),
  forgetAll() {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
  },
}
