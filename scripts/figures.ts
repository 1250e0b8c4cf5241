export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

export const milliseconds = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`

/** Prints a figure beside its target; `isMet` is null where there is none. */
export function report(what: string, figure: string, target: string, isMet: boolean | null): void {
  console.log(`${what}: ${figure} (${target})${isMet === false ? ' MISSED' : ''}`)
}
