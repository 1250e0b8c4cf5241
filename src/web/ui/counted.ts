export const number = (value: number): string => value.toLocaleString('en-US')

/** "1 user", "2,000 users". */
export const counted = (value: number, noun: string): string => `${number(value)} ${noun}${value === 1 ? '' : 's'}`
