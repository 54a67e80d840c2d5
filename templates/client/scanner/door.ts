import { hex } from "./bytes.ts"
import { type DoorBook, isSigned, type ListedTicket, readInto } from "./list.ts"
import { get, type Logged, log, logOf, type Paired } from "./store.ts"
import {
  isGenuine,
  openSealed,
  type ReadCode,
  readCode,
  type Secret,
  secretOf,
  type TicketDetails,
} from "./ticket.ts"

/** What the door says of a ticket, before words are put to it. */
export interface Decision {
  result: string
  details?: TicketDetails | undefined
  /** When and where it came in before. */
  before?: { at: number; gate: string } | undefined
  /** The ticket is for several: so many may still come. */
  left?: number | undefined
  /** The line of the log, when there is one. */
  line?: Logged | undefined
  /** How many came in now. */
  people?: number | undefined
  /** Said by the server, which knows the other doors. */
  online?: boolean | undefined
  /** The words of the server, in place of ours. */
  words?: string | undefined
}

/** Of the clocks of a door and of the server, as far as the door knows the difference, in milliseconds. */
const clockSlack = 5000

interface Use {
  nonce: string
  at: number
  gate: string
  people: number
  direction: "in" | "out"
}

/** One performance at one door, with all it needs in memory: answers within milliseconds, with or without a network. */
export class Door {
  readonly paired: Paired
  readonly performanceId: string
  gate: string
  book: DoorBook | undefined
  ahead = 0
  readonly #uses = new Map<string, Use[]>()
  readonly #takenBack = new Map<string, Use & { undoneAt: number }>()
  #byHand = 0

  constructor(paired: Paired, performanceId: string, gate: string) {
    this.paired = paired
    this.performanceId = performanceId
    this.gate = gate
  }

  /** Reads what is kept on the device. Lists that were changed there are left aside. */
  async load(): Promise<void> {
    const keys = (await get("paired"))?.keys ?? this.paired.keys
    let book: DoorBook | undefined
    for (const list of (await get(`list ${this.performanceId}`)) ?? [])
      if (await isSigned(list, keys)) book = readInto(book, list)
    this.book = book
    this.ahead = (await get("ahead")) ?? 0
    this.#uses.clear()
    this.#takenBack.clear()
    this.#byHand = 0
    for (const line of await logOf(this.performanceId)) this.#use(line)
  }

  /** The server's time, as far as this device knows it, in milliseconds. */
  now(): number {
    return Date.now() + this.ahead
  }

  /** How many came in: those the list knew, and those of this door since. */
  get entered(): number {
    let own = this.#byHand
    for (const [lookup, uses] of this.#uses) {
      const listed = this.book?.tickets.get(lookup)?.used ?? 0
      own += Math.max(peopleIn(uses) - listed, 0)
    }
    return (this.book?.entered ?? 0) + own
  }

  #use(line: Logged): void {
    const came = line.result === "admitted" || line.result === "exited"
    if (!came) return
    if (line.undoneAt) {
      this.#remember(line, line.undoneAt)
      return
    }
    if (!line.lookup) {
      this.#byHand += line.direction === "in" ? line.people : 0
      return
    }
    const { nonce, at, gate, people, direction } = line
    const uses = (this.#uses.get(line.lookup) ?? []).filter((use) => use.nonce !== nonce)
    this.#uses.set(line.lookup, [...uses, { nonce, at: at + this.ahead, gate, people, direction }])
  }

  /** Decides on a code that was seen; nothing is kept yet. */
  async decide(
    text: string,
    direction: "in" | "out",
  ): Promise<{ decision: Decision; read?: ReadCode; secret?: Secret }> {
    const read = readCode(text)
    if (!read) return { decision: { result: isNumber(text) ? "not_checked" : "unknown" } }
    const keys = this.book?.keys ?? this.paired.keys
    const key = keys.find(({ keyId }) => keyId === read.keyId)
    if (!key || !(await isGenuine(read, key.publicKey))) return { decision: { result: "unknown" } }
    if (read.performanceId !== this.performanceId) return { decision: { result: "wrong_performance" }, read }
    const secret = await secretOf(read)
    const listed = this.#listed(secret.lookup)
    const details = listed && (await this.#open(secret, listed))
    return { decision: this.#judge(secret, listed, details, direction), read, secret }
  }

  /** A ticket as the list has it, without an entry that this door took back and that the list may still count. */
  #listed(lookup: string): ListedTicket | undefined {
    const listed = this.book?.tickets.get(lookup)
    const back = this.#takenBack.get(lookup)
    const counted =
      listed &&
      back &&
      listed.used === back.people &&
      listed.gate === back.gate &&
      listed.at >= back.at - clockSlack &&
      listed.at <= back.undoneAt + clockSlack
    return counted ? { ...listed, used: 0 } : listed
  }

  async #open({ key }: Secret, { sealed, from }: ListedTicket): Promise<TicketDetails | undefined> {
    return openSealed(key, from.saltBytes, sealed, from.zones, from.tariffs).catch(() => undefined)
  }

  #judge(
    { lookup }: Secret,
    listed: ListedTicket | undefined,
    details: TicketDetails | undefined,
    direction: "in" | "out",
  ): Decision {
    const performance = this.book?.performance
    if (listed?.cancelled) return { result: "cancelled", details }
    const now = this.now()
    if (performance && (now < Date.parse(performance.opensAt) || now > Date.parse(performance.closesAt)))
      return { result: "not_valid_now", details }
    const serves = this.book?.gates.find(({ name }) => name === this.gate)?.zones
    if (serves && details && !serves.includes(details.zoneIndex)) return { result: "wrong_gate", details }
    if (direction === "out") return { result: "exited", details }
    const own = this.#uses.get(lookup) ?? []
    const last = own.filter(({ direction }) => direction === "in").at(-1)
    const before = last ?? (listed && listed.used > 0 ? { at: listed.at, gate: listed.gate } : undefined)
    const places = details?.places ?? 1
    if (details?.perDay) {
      const today = before && sameDay(before.at, now, performance?.timezone)
      return today ? { result: "already_admitted", details, before } : { result: "admitted", details }
    }
    const used = Math.max(listed?.used ?? 0, peopleIn(own))
    const wentOut = own.at(-1)?.direction === "out" || (own.length === 0 && listed?.outside === true)
    if (performance?.reentry && wentOut)
      return { result: "admitted", details, left: places > 1 ? places - used : undefined }
    if (used >= places) return { result: "already_admitted", details, before }
    return { result: "admitted", details, left: places > 1 ? places - used : undefined }
  }

  /** Keeps what was decided, on the disk before anybody comes in. */
  async keep(
    line: Omit<Logged, "nonce" | "performanceId" | "at" | "gate" | "sent"> & { nonce?: string },
  ): Promise<Logged> {
    const whole: Logged = {
      nonce: newNonce(),
      performanceId: this.performanceId,
      at: Date.now(),
      gate: this.gate,
      sent: 0,
      ...line,
    }
    await log(whole)
    this.#use(whole)
    return whole
  }

  /** The server refused in time what this door would have let in: nobody came in. */
  async refuse(line: Logged, result: string): Promise<void> {
    await log({ ...line, result, sent: 1 })
    this.#drop(line)
  }

  /** Takes a line back, within its minute. */
  async undo(line: Logged): Promise<boolean> {
    if (Date.now() - line.at > 60_000) return false
    const undoneAt = Date.now()
    await log({ ...line, undoneAt, sent: 0 })
    this.#drop(line)
    this.#remember(line, undoneAt)
    return true
  }

  #remember({ lookup, nonce, at, gate, people, direction }: Logged, undoneAt: number): void {
    if (!lookup || direction !== "in") return
    const times = { at: at + this.ahead, undoneAt: undoneAt + this.ahead }
    this.#takenBack.set(lookup, { nonce, gate, people, direction, ...times })
  }

  #drop({ lookup, nonce, people }: Logged): void {
    if (!lookup) this.#byHand -= people
    else
      this.#uses.set(
        lookup,
        (this.#uses.get(lookup) ?? []).filter((use) => use.nonce !== nonce),
      )
  }
}

function peopleIn(uses: readonly Use[]): number {
  return uses.reduce((sum, { direction, people }) => sum + (direction === "in" ? people : 0), 0)
}

function sameDay(a: number, b: number, timeZone = "UTC"): boolean {
  const day = new Intl.DateTimeFormat("en-CA", { timeZone })
  return day.format(a) === day.format(b)
}

/** A number as it is printed under the code, which only the server can check. */
export function isNumber(text: string): boolean {
  return /^[2-9A-Z]{4}[ -]?[2-9A-Z]{4}[ -]\d{1,4}$/.test(text.trim().toUpperCase())
}

export function newNonce(): string {
  return hex(crypto.getRandomValues(new Uint8Array(16)))
}
