import { createHmac } from "node:crypto"
import type { Organisation } from "../../../server/access.ts"
import type { Db } from "../../../server/database.ts"
import type { OperationContent } from "../../ledger/operation.ts"
import { readLines, readSealed, type SealedLine } from "../../ledger/read-lines.ts"
import { genesis, type Seals } from "../../ledger/seal.ts"
import type { Chain } from "../../ledger/tables.ts"
import type { ArchivePeriod } from "../archive-period.ts"
import { Writing } from "./cells.ts"

const batch = 2000

/** A line of a chain, in its fields. */
export interface Line {
  number: number
  /** UTC, with milliseconds. */
  at: string
  kind: string
  orderId: string
  total: string
  paid: string
  /** To the letter. */
  content: string
  mac: string
  seed: string
}

/** An operation, its content read. */
export interface Operation extends Line {
  about: Partial<OperationContent> & {
    performance?: string
    ticket?: string
    entered?: string
    gate?: string | null
  }
}

export interface SourceFault {
  chain: Chain
  number: number
}

/** What the files of one archive are made from. Each file is read from the books by itself, some thousands of lines at a time. */
export class Source {
  readonly writing: Writing
  /** The first line of each chain that is not as it was sealed, found while the chains are written. */
  readonly faults: SourceFault[] = []
  readonly db: Db
  readonly period: ArchivePeriod
  readonly organisation: Organisation
  readonly #seals: Seals
  readonly #key: Buffer

  constructor(from: {
    db: Db
    organisation: Organisation
    period: ArchivePeriod
    seals: Seals
    /** Of this archive alone. */
    key: Buffer
  }) {
    this.db = from.db
    this.organisation = from.organisation
    this.period = from.period
    this.writing = new Writing(from.organisation)
    this.#seals = from.seals
    this.#key = from.key
  }

  /** The lines of a chain that are of the period. */
  async *lines(chain: Chain): AsyncGenerator<Line> {
    for await (const line of this.#sealed(chain)) yield fieldsOf(line)
  }

  async *operations(): AsyncGenerator<Operation> {
    for await (const line of this.lines("operations"))
      yield { ...line, about: JSON.parse(line.content) as Operation["about"] }
  }

  /** The same with their seals looked at, each with its own key hidden under the key of the archive. */
  async *checkedLines(chain: Chain): AsyncGenerator<Line & { hiddenKey: string }> {
    const macOf = this.#seals.checker(this.organisation.id)
    let previous = await this.macBefore(chain)
    let number = this.period[chain].first
    let sound = true
    for await (const line of this.#sealed(chain)) {
      if (sound && (line.number !== String(number) || macOf(line, previous) !== line.mac)) {
        sound = false
        this.faults.push({ chain, number })
      }
      previous = line.mac
      number++
      yield { ...fieldsOf(line), hiddenKey: this.#hide(chain, line) }
    }
    if (sound && number <= this.period[chain].last) this.faults.push({ chain, number })
  }

  /** What the chain ended with before the period. */
  async macBefore(chain: Chain): Promise<string> {
    const before = BigInt(this.period[chain].first - 1)
    return (await readLines(this.db, chain, before, before))[0]?.mac ?? genesis.toString("hex")
  }

  async *#sealed(chain: Chain): AsyncGenerator<SealedLine> {
    const { first, last } = this.period[chain]
    let from = BigInt(first)
    while (from <= BigInt(last)) {
      const lines = await readSealed(this.db, chain, from, BigInt(last), batch)
      yield* lines
      const end = lines.at(-1)
      if (!end) return
      from = BigInt(end.number) + 1n
    }
  }

  /** One line's key, which checks that line and makes up no other, under a pad that follows from the archive's key. */
  #hide(chain: Chain, { number, seed }: SealedLine): string {
    const pad = createHmac("sha256", this.#key).update(`${chain}\n${number}`).digest()
    const key = this.#seals.keyOf(this.organisation.id, Buffer.from(seed, "hex"))
    for (let i = 0; i < key.length; i++) key[i] = (key[i] as number) ^ (pad[i] as number)
    return key.toString("hex")
  }
}

function fieldsOf({ number, sealed, seed, mac }: SealedLine): Line {
  const [, , , , at = "", kind = "", orderId = "", total = "", paid = "", content = ""] = sealed.split("\n")
  return { number: Number(number), at, kind, orderId, total, paid, content, mac, seed }
}
