/** The coins and notes of the euro, by their cents; each is at least that of another currency's cent. */
export const denominations = [
  50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1,
] as const

/** Cents. */
export function sumOf(counted: Readonly<Record<string, number>>): number {
  return Object.entries(counted).reduce((sum, [cents, count]) => sum + Number(cents) * count, 0)
}
