import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import type { App } from "../../server/plugin.ts"
import { type Anchor, chains, readAnchors } from "./anchors.ts"
import { contentOf, type SealedLine } from "./read-lines.ts"
import { type ChainVerdict, type Fault, verifyChain } from "./verify-chain.ts"

export interface Verification {
  ok: boolean
  /** Operations that are in order, one after the other from the first. */
  count: number
  /** Of the operations, hexadecimal. */
  head: string
  /** The first operation that is wrong. */
  brokenAt: number | null
  /** One a chain at most. */
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
    const index = chain === "operations" ? new PerformanceIndex() : undefined
    const verdict = await verifyChain(
      db,
      organisationId,
      app.ledger.seals,
      chain,
      all,
      index && ((line) => index.add(line)),
    )
    const fault = verdict.fault ?? (await index?.compare(db, verdict.head.number)) ?? null
    verdicts.push(verdict)
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
