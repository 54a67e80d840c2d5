import { type RawBuilder, sql } from "kysely"
import type { Organisation } from "../../../server/access.ts"
import type { Trx } from "../../../server/database.ts"
import type { Events } from "../../../server/events.ts"
import { type Upserted, upsertByRef } from "../../../server/upsert-by-ref.ts"
import { importPlans } from "../../seating/import-plans.ts"
import { importVenues } from "../../venues/import-venues.ts"
import { endOfPerformance } from "../performances/end-of-performance.ts"
import { saveZones } from "../performances/save-zones.ts"
import type { SeasonImport } from "./season-import.ts"

/** What an import did. `created`, `updated` and `unchanged` count seasons, venues, seating plans, tariffs, events and performances. */
export interface ImportResult {
  /** How many events and performances the import holds. */
  events: number
  performances: number
  created: number
  updated: number
  unchanged: number
}

export interface ImportOptions {
  /**
   * What the import says nothing of (doors, sales windows, VAT, another language): "reset" to the default, as a whole
   * file means it, or "keep" what people set, for a source that can't say it.
   */
  unsaid: "reset" | "keep"
}

/**
 * Brings the programme to what an import says, all of it or nothing, in one statement or two for each kind of thing. The
 * same import again changes nothing. What the import does not name stays, except zones of the performances it names. A
 * draft leaves alone what people completed since: an event they published, prices they set; a published event is
 * published again.
 * @throws 409 below_sold when a performance would lose or shrink what it sold
 */
export async function importSeason(
  trx: Trx,
  events: Events,
  organisation: Pick<Organisation, "id">,
  season: SeasonImport,
  options: ImportOptions = { unsaid: "reset" },
): Promise<ImportResult> {
  const { id: organisationId } = organisation
  // Two imports at once would wait for each other's rows.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`import ${organisationId}`}, 0))`.execute(trx)

  const seasons = await upsertByRef(trx, seasonTable, organisationId, seasonRows(season))
  const venues = await importVenues(trx, organisationId, season.venues)
  const { plans, versions } = await importPlans(
    trx,
    organisationId,
    season.seatingPlans.map(({ ref, venue, plan }) => ({
      ...{ ref, plan },
      name: plan.name || ref,
      venueId: idOf(venues, venue),
    })),
  )
  const versionOf = (plan: string | null) => (plan === null ? null : (versions.get(plan) ?? null))
  const tariffs = await upsertByRef(trx, tariffTable(options), organisationId, tariffRows(season))
  const seasonId = season.season ? idOf(seasons, season.season.ref) : null
  const known = await upsertByRef(trx, eventTable(options), organisationId, eventRows(season, seasonId))
  const all = season.events.flatMap((event) =>
    event.performances.map((performance) => ({ event, performance })),
  )
  const performances = await upsertByRef(
    trx,
    performanceTable(options),
    organisationId,
    all.map(({ event, performance }) => ({
      ref: performance.ref,
      event_id: idOf(known, event.ref),
      venue_id: idOf(venues, performance.venue),
      starts_at: performance.startsAt,
      ends_at: endOfPerformance(performance.startsAt, performance.endsAt, event.durationMinutes),
      doors_at: performance.doorsAt,
      on_sale_from: performance.onSaleFrom,
      on_sale_until: performance.onSaleUntil,
      max_per_order: performance.maxPerOrder ?? 10,
      seating_version_id: versionOf(performance.seatingPlan),
    })),
  )
  const touched = await saveZones(
    trx,
    events,
    organisationId,
    all.map(({ event, performance }) => ({
      performanceId: idOf(performances, performance.ref),
      seatingVersionId: versionOf(performance.seatingPlan),
      changed: options.unsaid === "reset" && performances.updated.has(performance.ref),
      zones: performance.zones.map(({ ref, name, capacity, prices }) => ({
        ref,
        name,
        capacity,
        prices:
          event.status === "draft" && prices.length === 0
            ? null
            : prices.map(({ tariff, amount }) => ({ tariffId: idOf(tariffs, tariff), amount })),
      })),
    })),
  )
  for (const { performance } of all)
    if (touched.has(idOf(performances, performance.ref)) && !performances.created.has(performance.ref))
      performances.updated.add(performance.ref)

  const kinds = [seasons, venues, plans, tariffs, known, performances]
  const sum = (count: (kind: Upserted) => number) => kinds.reduce((total, kind) => total + count(kind), 0)
  const created = sum((kind) => kind.created.size)
  const updated = sum((kind) => kind.updated.size)
  return {
    events: season.events.length,
    performances: all.length,
    created,
    updated,
    unchanged: sum((kind) => kind.ids.size) - created - updated,
  }
}

function idOf(kind: Upserted, ref: string): string {
  const id = kind.ids.get(ref)
  if (id === undefined) throw new Error(`the import refers to ${ref}, which it does not hold`)
  return id
}

const seasonTable = {
  table: "seasons",
  columns: { name: { type: "text" }, starts_on: { type: "date" }, ends_on: { type: "date" } },
}

function seasonRows({ season }: SeasonImport) {
  return season
    ? [{ ref: season.ref, name: season.name, starts_on: season.startsOn, ends_on: season.endsOn }]
    : []
}

/** People order tariffs by hand: a known one stays where it is. */
const tariffTable = ({ unsaid }: ImportOptions) => ({
  table: "tariffs",
  columns: {
    name: { type: "text" },
    proof: { type: "text", known: unsaid === "keep" ? keep("tariffs", "proof") : undefined },
    rank: { type: "int", known: sql`tariffs.rank` },
  },
})

function tariffRows({ tariffs }: SeasonImport) {
  return tariffs.map(({ ref, name, proof }, rank) => ({ ref, name, proof, rank }))
}

const eventTable = ({ unsaid }: ImportOptions) => {
  const keeps = unsaid === "keep"
  const text = (column: string) => ({
    type: "jsonb",
    known: keeps ? addLanguages("events", column) : undefined,
  })
  const known = (column: string) => (keeps ? keep("events", column) : undefined)
  return {
    table: "events",
    columns: {
      season_id: { type: "bigint", known: keep("events", "season_id") },
      title: text("title"),
      subtitle: text("subtitle"),
      description: text("description"),
      genre: { type: "text", known: known("genre") },
      duration_minutes: { type: "int", known: known("duration_minutes") },
      vat_rate: { type: "int", known: keeps ? sql`events.vat_rate` : undefined },
      status: {
        type: "text",
        known: sql`case excluded.status when 'draft' then events.status else excluded.status end`,
      },
    },
  }
}

function eventRows({ events }: SeasonImport, seasonId: string | null) {
  return events.map((event) => ({
    ref: event.ref,
    season_id: seasonId,
    title: event.title,
    subtitle: event.subtitle,
    description: event.description,
    genre: event.genre,
    duration_minutes: event.durationMinutes,
    vat_rate: event.vatRate,
    status: event.status,
  }))
}

const performanceTable = ({ unsaid }: ImportOptions) => {
  const known = (column: string) => (unsaid === "keep" ? keep("performances", column) : undefined)
  return {
    table: "performances",
    columns: {
      event_id: { type: "bigint" },
      venue_id: { type: "bigint" },
      starts_at: { type: "timestamptz" },
      ends_at: { type: "timestamptz" },
      doors_at: { type: "timestamptz", known: known("doors_at") },
      on_sale_from: { type: "timestamptz", known: known("on_sale_from") },
      on_sale_until: { type: "timestamptz", known: known("on_sale_until") },
      // It can't be null, so that what is kept is all of it.
      max_per_order: { type: "int", known: unsaid === "keep" ? sql`performances.max_per_order` : undefined },
      seating_version_id: { type: "bigint", known: known("seating_version_id") },
    },
  }
}

function keep(table: string, column: string): RawBuilder<unknown> {
  return sql`coalesce(${sql.ref(`excluded.${column}`)}, ${sql.ref(`${table}.${column}`)})`
}

/** A text that came in one language does not take away the other. */
function addLanguages(table: string, column: string): RawBuilder<unknown> {
  const [before, after] = [sql.ref(`${table}.${column}`), sql.ref(`excluded.${column}`)]
  return sql`nullif(coalesce(${before}, '{}') || coalesce(${after}, '{}'), '{}')`
}
