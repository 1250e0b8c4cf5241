let words: Promise<Set<string>> | null = null

async function readWords(): Promise<Set<string>> {
  // Large, and only for whoever chooses a password. The package's own entry would bring lists of names along.
  const lists = await Promise.all([
    import('@zxcvbn-ts/language-en/dist/commonWords.json.mjs'),
    import('@zxcvbn-ts/language-en/dist/wikipedia.json.mjs'),
  ])
  return new Set(lists.flatMap((list) => list.default))
}

/** Tells whether a text in small letters is a word of the English dictionary. */
export async function loadDictionary(): Promise<(text: string) => boolean> {
  words ??= readWords()
  const known = await words
  return (text) => known.has(text)
}
