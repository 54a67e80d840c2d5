import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import type { App } from "../../server/plugin.ts"
import { type Anchor, chains, readAnchors } from "./anchors.ts"
import { type Closing, readClosings } from "./read-closings.ts"
import { contentOf, type SealedLine } from "./read-lines.ts"
import { type ChainVerdict, type Fault, verifyChain } from "./verify-chain.ts"
import { compareTickets, OpenOrders } from "./verify-sums.ts"

export interface Verification {
  ok: boolean
  /** Operations that are in order, one after the other from the first. */
  count: number
  /** Of the operations, hexadecimal. */
  head: string
  /** The first operation that is wrong. */
  brokenAt: number | null
  /** The first of each chain. */
  faults: Fault[]
  chains: Pick<ChainVerdict, "chain" | "count">[]
  anchors: { checked: number; forged: number; latest: Anchor | null }
}

/**
 * Goes through all the books of an organisation: every chain line by line, against what was anchored outside, and what
 * is derived from the lines against them. `given` are anchors that somebody brings (from a mail, another instance).
 */
export async function verifyBooks(
  app: App,
  organisationId: string,
  given: readonly Anchor[] = [],
): Promise<Verification> {
  const db = app.databases.forOrganisation(organisationId)
  // Before the heads: what was outside then is in the database now, or is gone.
  const { anchors, forged } = await readAnchors(app, organisationId)
  const all = [...anchors, ...given]
  const verdicts: ChainVerdict[] = []
  const faults: Fault[] = []
  for (const chain of chains) {
    const index = new PerformanceIndex()
    const closings = new ClosingSums(
      chain === "operations"
        ? await readClosings(db, { period: "day", oldestFirst: true, limit: 100_000 })
        : [],
    )
    const open = new OpenOrders()
    const see = (line: SealedLine) => {
      index.add(line)
      open.add(line)
      closings.add(line)
    }
    const verdict = await verifyChain(
      db,
      organisationId,
      app.ledger.seals,
      chain,
      all,
      chain === "operations" ? see : undefined,
    )
    verdicts.push(verdict)
    if (verdict.fault) faults.push(verdict.fault)
    else if (chain === "operations")
      for (const fault of [
        ...[await index.compare(db, verdict.head.number), await open.compare(db), closings.fault],
        await compareTickets(db, verdict.head.number),
      ])
        if (fault) faults.push(fault)
  }
  const [operations] = verdicts as [ChainVerdict]
  return {
    ok: faults.length === 0,
    count: operations.count,
    head: operations.head.mac,
    brokenAt: faults.find((fault) => fault.chain === "operations")?.number ?? null,
    faults,
    chains: verdicts.map(({ chain, count }) => ({ chain, count })),
    anchors: { checked: all.length, forged, latest: anchors.at(-1) ?? null },
  }
}

/** What statements look operations up by, counted again from the contents: a few numbers for each performance. */
class PerformanceIndex {
  readonly #sums = new Map<string, { count: number; sum: number; first: number }>()

  add(line: SealedLine): void {
    const number = Number(line.number)
    const { performance, lines = [] } = JSON.parse(contentOf(line)) as {
      performance?: string
      lines?: { performance: string }[]
    }
    const ids = performance === undefined ? new Set(lines.map((line) => line.performance)) : [performance]
    for (const id of ids) {
      const known = this.#sums.get(id)
      if (known) {
        known.count++
        known.sum += number
      } else this.#sums.set(id, { count: 1, sum: number, first: number })
    }
  }

  async compare(db: Db, upTo: bigint): Promise<Fault | null> {
    const { rows } = await sql<{ id: string; count: number; sum: number; first: number }>`
      select performance_id as id, count(*)::int as count, sum(number)::float as sum, min(number)::int as first
      from ledger_performances where organisation_id = current_organisation() and number <= ${upTo} group by 1`.execute(
      db,
    )
    const wrong: number[] = []
    for (const { id, count, sum, first } of rows) {
      const known = this.#sums.get(id)
      if (known?.count !== count || known.sum !== sum) wrong.push(Math.min(first, known?.first ?? first))
      this.#sums.delete(id)
    }
    wrong.push(...[...this.#sums.values()].map(({ first }) => first))
    return wrong.length === 0 ? null : { chain: "operations", number: Math.min(...wrong), kind: "index" }
  }
}

/** Whether each day that was closed holds what its operations add up to, from the first of all. */
class ClosingSums {
  fault: Fault | null = null
  readonly #closings: Closing[]
  #gross = 0
  #paid = 0

  constructor(closings: Closing[]) {
    this.#closings = closings.filter((closing) => closing.last > 0).reverse()
  }

  add({ number, sealed, mac }: SealedLine): void {
    const [, , , , , , , total, paid] = sealed.split("\n", 9)
    this.#gross += Number(total)
    this.#paid += Number(paid)
    while (this.#closings.at(-1)?.last === Number(number)) {
      const closing = this.#closings.pop() as Closing
      const { gross, paid } = closing.perpetual
      if (gross !== this.#gross || paid !== this.#paid || closing.lastMac !== mac)
        this.fault ??= { chain: "closings", number: closing.number, kind: "closing" }
    }
  }
}
