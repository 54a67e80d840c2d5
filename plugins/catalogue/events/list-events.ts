import { sql } from "kysely"
import type { Db } from "../../../server/database.ts"
import { type ListOrder, listPage, type Page } from "../../../server/list-page.ts"
import { containsWords, folded } from "../../../server/search.ts"
import type { Locale } from "../../../templates/locale.ts"
import type { ListInput } from "../list-input.ts"
import type { EventItem } from "../schemas.ts"
import { eventColumns } from "./event-row.ts"

export interface EventListItem extends EventItem {
  season: string | null
  performances: number
  /** The start of the next performance that is not cancelled, and the zone it is read in. */
  nextAt: Date | null
  nextZone: string | null
}

const anyTitle = (locale: Locale) =>
  locale === "fr"
    ? sql`coalesce(events.title ->> 'fr', events.title ->> 'en')`
    : sql`coalesce(events.title ->> 'en', events.title ->> 'fr')`

const nextAt = sql<Date | null>`(
  select min(p.starts_at) from performances p
  where p.organisation_id = events.organisation_id and p.event_id = events.id
    and p.status = 'scheduled' and p.starts_at >= now())`

export const eventOrders = {
  title: (locale) => ({ expression: folded(anyTitle(locale)), type: "text" }),
  genre: () => ({ expression: folded(sql`coalesce(events.genre, '')`), type: "text" }),
  next: () => ({ expression: sql`coalesce(${nextAt}, 'infinity')`, type: "timestamptz" }),
} satisfies Record<string, (locale: Locale) => ListOrder>

/** A page of the events: what plays next first, unless another order is asked for. */
export async function listEvents(
  db: Db,
  input: ListInput<keyof typeof eventOrders> & {
    locale: Locale
    status?: "draft" | "published" | undefined
    seasonId?: string | undefined
  },
): Promise<Page<EventListItem>> {
  const { q = "", status, seasonId, sort = { key: "next", direction: "asc" } } = input
  const words = sql`concat_ws(' ', events.title ->> 'fr', events.title ->> 'en', events.subtitle ->> 'fr',
    events.subtitle ->> 'en', events.genre)`
  const query = db
    .selectFrom("events")
    .leftJoin("seasons", (join) =>
      join
        .onRef("seasons.organisation_id", "=", "events.organisation_id")
        .onRef("seasons.id", "=", "events.season_id"),
    )
    .where("events.organisation_id", "=", input.organisationId)
    .select(eventColumns)
    .select(["seasons.name as season", nextAt.as("nextAt")])
    .select(
      sql<number>`(select count(*)::int from performances p
        where p.organisation_id = events.organisation_id and p.event_id = events.id)`.as("performances"),
    )
    .select(
      sql<string | null>`(select v.timezone from performances p
        join venues v on v.organisation_id = p.organisation_id and v.id = p.venue_id
        where p.organisation_id = events.organisation_id and p.event_id = events.id
          and p.status = 'scheduled' and p.starts_at >= now() order by p.starts_at limit 1)`.as("nextZone"),
    )
    .$if(q !== "", (all) => all.where(containsWords(words, q)))
    .$if(status !== undefined, (all) => all.where("events.status", "=", status ?? "draft"))
    .$if(seasonId !== undefined, (all) => all.where("events.season_id", "=", seasonId ?? ""))
  const order = eventOrders[sort.key](input.locale)
  return listPage(query, { ...input, order, direction: sort.direction, id: sql.ref("events.id") })
}
