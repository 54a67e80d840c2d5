import { DateTime } from "luxon"
import t from "tap"
import { readSeasonFile } from "../../../plugins/catalogue/imports/season-file.ts"
import { endOfPerformance } from "../../../plugins/catalogue/performances/end-of-performance.ts"
import { demoSeason } from "../../../plugins/demo/season.ts"

const zone = "Europe/Paris"
const options = { locale: "fr", timezone: zone, defaultVatRate: 0 } as const

function seasonAt(iso: string) {
  const now = DateTime.fromISO(iso, { zone })
  const { season, warnings, errors } = readSeasonFile(demoSeason(now.toJSDate()), options)
  t.same(errors, undefined, iso)
  t.same(warnings, [], iso)
  if (!season) throw new Error("the season can’t be read")
  const performances = season.events.flatMap((event) =>
    event.performances.map((performance) => ({ ...performance, event })),
  )
  return { now: now.toJSDate(), season, performances }
}

t.test("the demonstration season", async (t) => {
  const { season, performances } = seasonAt("2027-01-15T11:20")
  t.equal(season.events.length, 12)
  t.ok(performances.length >= 38 && performances.length <= 46, `${performances.length} performances`)
  t.equal(season.tariffs.length, 4)
  t.ok(season.tariffs.some(({ proof }) => proof))
  for (const genre of ["theatre", "danse", "musique", "cirque", "jeune-public"])
    t.ok(
      season.events.some((event) => event.genre === genre),
      genre,
    )
  for (const { ref, title, description } of season.events) {
    t.ok(title.fr, ref)
    t.ok(description?.fr && description.en, `${ref} is described in both languages`)
  }
  const capacity = (venue: string) =>
    Math.max(
      ...performances
        .filter((performance) => performance.venue === venue)
        .map(({ zones }) => zones.reduce((sum, { capacity }) => sum + capacity, 0)),
    )
  t.equal(capacity("grande-salle"), 400)
  t.equal(capacity("studio"), 90)
  t.ok(
    performances.some(({ onSaleFrom }) => onSaleFrom),
    "one is not yet on sale",
  )
  t.ok(
    season.events.some(({ performances }) =>
      performances.every(({ zones }) =>
        zones.every(({ prices }) => prices.every(({ amount }) => amount === 0)),
      ),
    ),
    "one is free",
  )
})

t.test("at any hour of any day, from today onwards, with a ticket to buy and a door to pass", async (t) => {
  const days = [
    "2026-11-22",
    "2027-01-31",
    "2027-03-27",
    "2027-03-28",
    "2026-10-24",
    "2026-10-25",
    "2026-12-31",
  ]
  for (const day of days)
    for (const hour of [
      "00:00",
      "00:07",
      "02:30",
      "06:59",
      "10:00",
      "14:44",
      "19:29",
      "19:31",
      "20:35",
      "23:20",
      "23:59",
    ]) {
      const { now, performances } = seasonAt(`${day}T${hour}`)
      const today = DateTime.fromJSDate(now, { zone }).startOf("day").toJSDate()
      const soon = new Date(now.getTime() + 5 * 60_000)
      t.ok(
        performances.every(({ startsAt }) => startsAt >= today),
        `${day} ${hour}: nothing in the past`,
      )
      const open = performances.filter(({ startsAt, endsAt, doorsAt, onSaleFrom, onSaleUntil, event }) => {
        const opens = doorsAt ?? new Date(startsAt.getTime() - 3_600_000)
        const closes = endOfPerformance(startsAt, endsAt, event.durationMinutes)
        const onSale = (onSaleFrom ?? now) <= now && soon < (onSaleUntil ?? startsAt)
        return onSale && opens <= now && soon <= closes
      })
      t.ok(open.length > 0, `${day} ${hour}: one can be bought and entered`)
      t.ok(
        performances.some(
          ({ event, startsAt }) =>
            event.ref === "malade-imaginaire" && startsAt.getTime() - now.getTime() < 30 * 3_600_000,
        ),
        `${day} ${hour}: a play tonight or tomorrow`,
      )
    }
})

t.test("the same instant gives the same file", async (t) => {
  const now = new Date("2027-01-15T11:20:00Z")
  t.same(demoSeason(now), demoSeason(now))
})
