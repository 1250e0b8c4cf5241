let words: Promise<Set<string>> | null = null

async function readWords(): Promise<Set<string>> {
  // Half a megabyte of English, which nobody waits for who does not choose a password.
  const { dictionary } = await import('@zxcvbn-ts/language-en')
  return new Set([...dictionary['commonWords-en'], ...dictionary['wikipedia-en']])
}

/** Tells whether a text in small letters is a word of the English dictionary. */
export async function loadDictionary(): Promise<(text: string) => boolean> {
  words ??= readWords()
  const known = await words
  return (text) => known.has(text)
}
