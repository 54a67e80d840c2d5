import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { cookieOptions, sessionCookie } from "../../server/session.ts"
import { AddressLimit } from "./address-limit.ts"
import { Arrivals } from "./arrivals.ts"
import { type Line, type Standing, standingOf } from "./line.ts"
import { LineBook } from "./line-book.ts"
import { Load } from "./load.ts"
import { comeIn, mostCarts } from "./passes.ts"
import { type Place, Places } from "./place.ts"

declare module "fastify" {
  interface FastifyInstance {
    waitingRoom: WaitingRoom
  }
}

export type NumberedPlace = Place & { arrival: number }

/** "over": its turn, or its time inside, went by, or it opened as many carts as a place may. */
export type Admission =
  | Exclude<Standing, { state: "called" }>
  | { state: "in"; number: number; until: Date }
  | { state: "over" }

/** A promise of a place is good for so long, in seconds. */
const promiseSeconds = 600
/** A browser keeps its place for so long, in seconds. */
const cookieSeconds = 24 * 3600

/** The room before the shop, in one process: what is read of the lines, and who stands where. */
export class WaitingRoom {
  readonly load: Load
  readonly book: LineBook
  readonly #app: FastifyInstance
  readonly #arrivals: Arrivals
  readonly #places: Places
  readonly #limit: AddressLimit
  readonly #eventOf = new Map<string, string>()

  constructor(app: FastifyInstance) {
    this.#app = app
    this.load = new Load(app)
    this.book = new LineBook(app, this.load)
    this.#arrivals = new Arrivals(app.databases)
    this.#places = new Places(app.secrets)
    // As many as one address may write to the shop, and a tenth: a school or an office is behind one, too.
    this.#limit = new AddressLimit(Math.ceil(app.config.rateLimit / 10))
  }

  /** The lines before these performances: each event's own, else the shop's. */
  async linesBefore(organisationId: string, performanceIds: readonly string[]): Promise<Line[]> {
    const formed = await this.book.formed(organisationId)
    if (formed.length === 0) return []
    const shop = formed.find((line) => line.eventId === null)
    const found = new Set<Line>()
    for (const id of performanceIds) {
      const eventId = await this.#eventId(organisationId, id)
      const line = formed.find((one) => one.eventId === eventId) ?? shop
      if (line && eventId) found.add(line)
    }
    return [...found]
  }

  /** Members of the organisation, and the administrator, go by. Asks the database only of who says to be somebody. */
  async isStaff(request: FastifyRequest): Promise<boolean> {
    if (!request.headers.authorization && !request.cookies[sessionCookie]) return false
    const principal = await this.#app.identity.principalOf(request)
    if (principal?.kind !== "user") return false
    if (principal.user.administrator) return true
    return (await this.#app.identity.roleIn(principal.user.id, request.organisation)) !== undefined
  }

  /** A place as it was signed, of whatever line. */
  read(organisationId: string, text: string): Place | undefined {
    return this.#places.read(organisationId, text)
  }

  /** The place in this line that the request shows, in its cookie or its header; one of an earlier round is none. */
  placeIn(request: FastifyRequest, line: Line): Place | undefined {
    const header = request.headers["waiting-place"]
    const shown = typeof header === "string" ? header.split(/[\s,]+/).slice(0, 10) : []
    for (const text of [request.cookies[cookieName(line)], ...shown]) {
      const place = this.#places.read(request.organisation.id, text)
      if (place?.lineId === line.id && place.round === line.round) return place
    }
    return undefined
  }

  /** A place at the end of the line; undefined when the line is off, "later" when the address had too many. */
  async takePlace(request: FastifyRequest, line: Line) {
    if (this.#app.config.rateLimit > 0 && !this.#limit.allows(request.ip)) return "later"
    const taken = await this.#arrivals.take(request.organisation.id, line.id)
    if (!taken) return undefined
    const place = { lineId: line.id, ...taken, at: Math.floor(Date.now() / 1000) }
    return { place, text: this.#places.write(request.organisation.id, place) }
  }

  /** Gives the browser the promise of a place, to be shown again. */
  promise(request: FastifyRequest, reply: FastifyReply, line: Line): void {
    const promise = { lineId: line.id, round: line.round, arrival: null }
    this.keep(request, reply, line, this.#places.write(request.organisation.id, promise))
  }

  keep(request: FastifyRequest, reply: FastifyReply, line: Line, text: string): void {
    reply.setCookie(cookieName(line), text, {
      ...cookieOptions(this.#app),
      path: `/${request.organisation.slug}`,
      maxAge: cookieSeconds,
    })
  }

  isPromise(place: Place): boolean {
    return place.arrival === null && Date.now() / 1000 - place.at < promiseSeconds
  }

  /** Where this place stands, letting it in when its turn has come. */
  async admit(organisationId: string, line: Line, place: NumberedPlace): Promise<Admission> {
    const standing = standingOf(line, place.arrival)
    if (standing.state !== "called") return standing
    const { number } = standing
    const pass = await comeIn(this.#app.databases.forOrganisation(organisationId), line, number)
    if (!pass || pass.expiresAt.getTime() <= Date.now() || pass.carts >= mostCarts) return { state: "over" }
    return { state: "in", number, until: pass.expiresAt }
  }

  /** Which event a performance is of, which never changes. */
  async #eventId(organisationId: string, performanceId: string): Promise<string | undefined> {
    const name = `${organisationId}:${performanceId}`
    const known = this.#eventOf.get(name)
    if (known || !/^\d{1,18}$/.test(performanceId)) return known
    const row = await this.#app.databases
      .forOrganisation(organisationId)
      .selectFrom("performances")
      .select("event_id")
      .where("organisation_id", "=", organisationId)
      .where("id", "=", performanceId)
      .executeTakeFirst()
    if (!row) return undefined
    if (this.#eventOf.size >= 10_000) this.#eventOf.clear()
    this.#eventOf.set(name, row.event_id)
    return row.event_id
  }
}

function cookieName(line: Pick<Line, "id">): string {
  return `place-${line.id}`
}

export function isNumbered(place: Place | undefined): place is NumberedPlace {
  return place !== undefined && place.arrival !== null
}
