import type { Point } from "../seating-plan.ts"

export type Pair = [string, string]

/**
 * What somebody said of a hall that its geometry does not say, seats by their guid. It is kept as what differs from the
 * proposal, so that it holds when rows are added or moved.
 */
export interface HallEdits {
  /** Where the audience looks, if it is not where the drawing says. */
  stage: Point | null
  /** Not beside each other: an aisle, a partition. */
  cuts: Pair[]
  /** Beside each other all the same. */
  joins: Pair[]
  /** [front, back]: right behind each other, and not so. */
  behind: Pair[]
  notBehind: Pair[]
  /** Seats that are better than they look, in steps; worse below 0. */
  better: Record<string, number>
}

export const noEdits: HallEdits = { stage: null, cuts: [], joins: [], behind: [], notBehind: [], better: {} }

/** One step makes a seat pass this part of the hall. */
const step = 1 / 40

export function isPair([a, b]: Pair, [c, d]: readonly [string, string]): boolean {
  return (a === c && b === d) || (a === d && b === c)
}

/** The chains with the cuts and joins made in them. A join is made between two ends only. */
export function editChains(chains: readonly (readonly string[])[], { cuts, joins }: HallEdits): string[][] {
  const cut = new Set(cuts.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]))
  const parts: string[][] = []
  for (const chain of chains) {
    let part: string[] = []
    for (const guid of chain) {
      const last = part.at(-1)
      if (last !== undefined && cut.has(`${last} ${guid}`)) {
        parts.push(part)
        part = []
      }
      part.push(guid)
    }
    if (part.length > 0) parts.push(part)
  }
  return joins.reduce(joinChains, parts)
}

function joinChains(chains: string[][], [a, b]: Pair): string[][] {
  const one = chains.find((chain) => chain[0] === a || chain.at(-1) === a)
  const two = chains.find((chain) => chain[0] === b || chain.at(-1) === b)
  if (!one || !two || one === two) return chains
  const head = one.at(-1) === a ? one : [...one].reverse()
  const tail = two[0] === b ? two : [...two].reverse()
  return chains.flatMap((chain) => (chain === two ? [] : chain === one ? [[...head, ...tail]] : [chain]))
}

export function editBehind(behind: readonly Pair[], edits: HallEdits): Pair[] {
  const kept = behind.filter((pair) => !edits.notBehind.some((not) => isPair(not, pair)))
  return [...kept, ...edits.behind.filter((pair) => !kept.some((one) => isPair(one, pair)))]
}

/** Guids from the best to the least good, each moved by its steps. */
export function editRanks(ranks: readonly string[], { better }: HallEdits): string[] {
  const stride = Math.max(1, ranks.length * step)
  // Half a place more: a seat that is moved passes the one whose place it takes.
  const score = (guid: string, rank: number) =>
    better[guid] ? rank - better[guid] * stride - Math.sign(better[guid]) / 2 : rank
  return ranks
    .map((guid, rank) => ({ guid, score: score(guid, rank), rank }))
    .sort((a, b) => a.score - b.score || a.rank - b.rank)
    .map(({ guid }) => guid)
}

/** The same edits with two seats no longer beside each other. */
export function cutBetween(edits: HallEdits, pair: Pair): HallEdits {
  return without("joins", edits, pair) ?? { ...edits, cuts: added(edits.cuts, pair) }
}

export function joinTwo(edits: HallEdits, pair: Pair): HallEdits {
  return without("cuts", edits, pair) ?? { ...edits, joins: added(edits.joins, pair) }
}

export function putBehind(edits: HallEdits, pair: Pair): HallEdits {
  return without("notBehind", edits, pair) ?? { ...edits, behind: added(edits.behind, pair) }
}

export function unlinkBehind(edits: HallEdits, pair: Pair): HallEdits {
  return without("behind", edits, pair) ?? { ...edits, notBehind: added(edits.notBehind, pair) }
}

export function makeBetter(edits: HallEdits, seats: Iterable<string>, by: number): HallEdits {
  const better = { ...edits.better }
  for (const guid of seats) {
    const value = Math.max(-40, Math.min(40, (better[guid] ?? 0) + by))
    if (value === 0) delete better[guid]
    else better[guid] = value
  }
  return { ...edits, better }
}

/** The edits about seats that are there. */
export function editsOf(edits: HallEdits, there: ReadonlySet<string>): HallEdits {
  const pairs = (list: Pair[]) => list.filter(([a, b]) => there.has(a) && there.has(b))
  return {
    stage: edits.stage,
    cuts: pairs(edits.cuts),
    joins: pairs(edits.joins),
    behind: pairs(edits.behind),
    notBehind: pairs(edits.notBehind),
    better: Object.fromEntries(Object.entries(edits.better).filter(([guid]) => there.has(guid))),
  }
}

function added(list: readonly Pair[], pair: Pair): Pair[] {
  return list.some((one) => isPair(one, pair)) ? [...list] : [...list, pair]
}

/** Null when the pair is not in that list. */
function without(
  list: "cuts" | "joins" | "behind" | "notBehind",
  edits: HallEdits,
  pair: Pair,
): HallEdits | null {
  const left = edits[list].filter((one) => !isPair(one, pair))
  return left.length < edits[list].length ? { ...edits, [list]: left } : null
}
