import { type Found, loneBeside, type Run, type Search, slotsFrom } from "./free-runs.ts"

/** The whole party side by side: fewest lone seats first, then the best seats. Looks at every possible choice. */
export function seatInRow({ picture, count, loneLimit }: Search, runs: readonly Run[]): Found {
  const { rank } = picture.hall
  let best = -1
  let bestLone = Number.POSITIVE_INFINITY
  let bestRank = Number.POSITIVE_INFINITY
  for (const run of runs) {
    if (run.end - run.start < count) continue
    let sum = 0
    for (let slot = run.start; slot < run.start + count; slot++) sum += rank[slot] as number
    for (let start = run.start; start + count <= run.end; start++) {
      if (start > run.start) sum += (rank[start + count - 1] as number) - (rank[start - 1] as number)
      const lone = loneBeside(run, start, count, loneLimit)
      if (lone < bestLone || (lone === bestLone && sum < bestRank)) {
        best = start
        bestLone = lone
        bestRank = sum
      }
    }
  }
  const any = best < 0 ? null : slotsFrom(best, count)
  return { clean: bestLone === 0 ? any : null, any }
}
