import { sql } from "kysely"
import type { Db } from "../../../server/database.ts"
import { type ListOrder, listPage, type Page } from "../../../server/list-page.ts"
import { containsWords, folded } from "../../../server/search.ts"
import type { Locale } from "../../../templates/locale.ts"
import type { ListInput } from "../list-input.ts"
import type { Localised } from "../tables.ts"
import { performancesInContext } from "./in-context.ts"
import { type PerformanceItem, performanceColumns } from "./performance.ts"

export interface PerformanceListItem extends PerformanceItem {
  title: Localised
  eventStatus: "draft" | "published"
  venue: string
  timezone: string
  capacity: number
  /** The cheapest and the dearest price offered, in cents; null when nothing is. */
  lowest: number | null
  highest: number | null
}

const titleIn = (locale: Locale) =>
  locale === "fr"
    ? sql`coalesce(events.title ->> 'fr', events.title ->> 'en')`
    : sql`coalesce(events.title ->> 'en', events.title ->> 'fr')`

export const performanceOrders = {
  startsAt: () => ({ expression: sql`performances.starts_at`, type: "timestamptz" }),
  event: (locale) => ({ expression: folded(titleIn(locale)), type: "text" }),
  venue: () => ({ expression: folded(sql`venues.name`), type: "text" }),
} satisfies Record<string, (locale: Locale) => ListOrder>

/** A page of the performances in the order of time, unless another is asked for. */
export function listPerformances(
  db: Db,
  input: ListInput<keyof typeof performanceOrders> & {
    locale: Locale
    eventId?: string | undefined
    venueId?: string | undefined
    /** Those that start at or after `from`, and before `to`. */
    from?: Date | undefined
    to?: Date | undefined
    /** Those that are not over yet. */
    notOverAt?: Date | undefined
    overAt?: Date | undefined
  },
): Promise<Page<PerformanceListItem>> {
  const { q = "", from, to, notOverAt, overAt, sort = { key: "startsAt", direction: "asc" } } = input
  const words = sql`concat_ws(' ', events.title ->> 'fr', events.title ->> 'en', venues.name)`
  const priceOf = (aggregate: "min" | "max") => sql<number | null>`(
    select ${sql.raw(aggregate)}(p.amount) from zones z
    join prices p on p.organisation_id = z.organisation_id and p.zone_id = z.id and p.offered
    where z.organisation_id = performances.organisation_id and z.performance_id = performances.id)`
  const query = performancesInContext(db)
    .where("performances.organisation_id", "=", input.organisationId)
    .select(performanceColumns)
    .select(["events.title", "events.status as eventStatus", "venues.name as venue", "venues.timezone"])
    .select([priceOf("min").as("lowest"), priceOf("max").as("highest")])
    .select(
      sql<number>`(select coalesce(sum(z.capacity), 0)::int from zones z
        where z.organisation_id = performances.organisation_id and z.performance_id = performances.id)`.as(
        "capacity",
      ),
    )
    .$if(q !== "", (all) => all.where(containsWords(words, q)))
    .$if(input.eventId !== undefined, (all) => all.where("performances.event_id", "=", input.eventId ?? ""))
    .$if(input.venueId !== undefined, (all) => all.where("performances.venue_id", "=", input.venueId ?? ""))
    .$if(from !== undefined, (all) => all.where("performances.starts_at", ">=", from ?? new Date()))
    .$if(to !== undefined, (all) => all.where("performances.starts_at", "<", to ?? new Date()))
    .$if(notOverAt !== undefined, (all) => all.where("performances.ends_at", ">", notOverAt ?? new Date()))
    .$if(overAt !== undefined, (all) => all.where("performances.ends_at", "<=", overAt ?? new Date()))
  const order = performanceOrders[sort.key](input.locale)
  return listPage(query, { ...input, order, direction: sort.direction, id: sql.ref("performances.id") })
}
