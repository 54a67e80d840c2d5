import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import type { Anchor } from "./anchors.ts"
import { type Head, readHead, readSealed, renumbered, type SealedLine } from "./read-lines.ts"
import { genesis, type Seals } from "./seal.ts"
import type { Chain } from "./tables.ts"

export type FaultKind =
  | "altered"
  | "missing"
  | "inserted"
  | "reordered"
  /** The end is gone: fewer lines than the chain's own head says. */
  | "truncated"
  /** The chain's own head is not its last line. */
  | "head"
  /** What was anchored outside is not there any more: an older state was put back, or history was written again. */
  | "rolled_back"
  /** The lines are right, and something that follows from them is not. */
  | "index"
  | "closing"
  /** What the valid tickets are worth is not what was sold. */
  | "tickets"

export interface Fault {
  chain: Chain
  /** The first number that is wrong. */
  number: number
  kind: FaultKind
}

export interface ChainVerdict {
  chain: Chain
  count: number
  head: Head
  fault: Fault | null
}

const batch = 2000
/** How far a line that was moved is looked for. */
const reach = 5000n

/**
 * Reads a chain from its first line to its head in batches, and names the first fault. `see` is shown each good line.
 * Memory does not grow with the chain.
 */
export async function verifyChain(
  db: Db,
  organisationId: string,
  seals: Seals,
  chain: Chain,
  anchors: readonly Anchor[],
  see: (line: SealedLine) => void = () => {},
): Promise<ChainVerdict> {
  const head = await readHead(db, chain)
  const anchored = new Map(anchors.filter((one) => one.chain === chain).map((one) => [one.number, one.mac]))
  const macOf = seals.checker(organisationId)
  const isGood: IsGood = (line, before) => macOf(line, before) === line.mac
  let previous = genesis.toString("hex")
  let number = 0n
  const verdict = (at: bigint, kind: FaultKind): ChainVerdict => ({
    chain,
    count: Number(number),
    head,
    fault: { chain, number: Number(at), kind },
  })
  while (number < head.number) {
    const lines = await readSealed(db, chain, number + 1n, head.number, batch)
    for (const [index, line] of lines.entries()) {
      const expected = number + 1n
      if (line.number !== String(expected)) return verdict(expected, "missing")
      if (!isGood(line, previous)) {
        const further = await readSealed(db, chain, expected + 1n, expected + reach, Number(reach))
        return verdict(expected, nameFault(isGood, line, [...lines.slice(index + 1), ...further], previous))
      }
      // Good where it stands, and yet not what was seen outside: it is of another history.
      const seen = anchored.get(Number(expected))
      if (seen !== undefined && seen !== line.mac) return verdict(expected, "rolled_back")
      see(line)
      previous = line.mac
      number = expected
    }
    if (lines.length === 0) return verdict(number + 1n, "truncated")
  }
  for (const anchor of anchored.keys())
    if (anchor > Number(number)) return verdict(number + 1n, "rolled_back")
  if (previous !== head.mac || (await isBeyondHead(db, chain))) return verdict(number + 1n, "head")
  return { chain, count: Number(number), head, fault: null }
}

/** Whether there is a line after the head: both are written together, so no commit in between shows one alone. */
async function isBeyondHead(db: Db, chain: Chain): Promise<boolean> {
  const { rows } = await sql`
    select from ledger_lines l where l.organisation_id = current_organisation() and l.chain = ${chain} and l.number >
      coalesce((select h.number from ledger_heads h where h.organisation_id = current_organisation() and h.chain = ${chain}), 0)
    limit 1`.execute(db)
  return rows.length > 0
}

type IsGood = (line: SealedLine, before: string) => boolean

/** A line that does not verify where it stands: was it changed, or did it or its neighbours move? */
function nameFault(
  isGood: IsGood,
  line: SealedLine,
  next: readonly SealedLine[],
  previous: string,
): FaultKind {
  const as = (one: SealedLine, number: string, before: string) => isGood(renumbered(one, number), before)
  const after = next.find((one) => one.number === String(BigInt(line.number) + 1n))
  // What should be here stands further on: pushed by one that was put in, or moved.
  const moved = next.find((one) => as(one, line.number, previous))
  if (moved) {
    const pushed = moved === after && !as(line, moved.number, moved.mac)
    return pushed ? "inserted" : "reordered"
  }
  // The line after follows on this one under later numbers: one before both was taken out, and the rest closed up.
  if (after) {
    const shifted = String(BigInt(after.number) + 1n)
    if (as(after, shifted, line.mac)) return "missing"
  }
  return "altered"
}
