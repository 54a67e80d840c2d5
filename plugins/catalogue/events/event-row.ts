import { cleanLine, cleanText } from "../../../server/clean-text.ts"
import { broken, refusal } from "../rules.ts"
import type { EventInput } from "../schemas.ts"
import type { Localised } from "../tables.ts"

export const eventColumns = [
  "events.id",
  "events.ref",
  "events.season_id as seasonId",
  "events.title",
  "events.subtitle",
  "events.description",
  "events.genre",
  "events.duration_minutes as durationMinutes",
  "events.vat_rate as vatRate",
  "events.status",
] as const

/** The row of an event, its texts clean. @throws 422 invalid_request when it has no title */
export function eventRow(event: EventInput) {
  const title = localised(event.title, cleanLine)
  if (!title) throw refusal(broken("/title/fr", "empty"))
  const subtitle = localised(event.subtitle, cleanLine)
  const description = localised(event.description, cleanText)
  return {
    season_id: event.seasonId ?? null,
    title: JSON.stringify(title),
    subtitle: subtitle && JSON.stringify(subtitle),
    description: description && JSON.stringify(description),
    genre: cleanLine(event.genre ?? "") || null,
    duration_minutes: event.durationMinutes ?? null,
    vat_rate: event.vatRate,
    status: event.status,
  }
}

function localised(text: Localised | null | undefined, clean: (text: string) => string): Localised | null {
  const fr = clean(text?.fr ?? "")
  const en = clean(text?.en ?? "")
  return fr || en ? { ...(fr && { fr }), ...(en && { en }) } : null
}
