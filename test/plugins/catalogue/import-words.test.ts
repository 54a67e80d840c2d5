import { readFile } from "node:fs/promises"
import { join } from "node:path"
import t from "tap"
import { readAgenda } from "../../../plugins/catalogue/imports/agenda-file.ts"
import { readSeasonFile } from "../../../plugins/catalogue/imports/season-file.ts"
import { warningIn } from "../../../plugins/catalogue/imports/warning-words.ts"
import { projectRoot } from "../../../server/project.ts"

/** English words that no French sentence has. */
const english = /\b(the|is|was|were|must|given|imported|has|its|not|and|like|record|price|left)\b/i
const withoutQuotes = (text: string) => text.replace(/«[^»]*»/g, "")

t.test("every warning of a real agenda is said in French, and keeps what it quotes", async (t) => {
  const body = JSON.parse(await readFile(join(projectRoot, "test/fixtures/agenda-paris-2027.json"), "utf8"))
  const { warnings = [] } = readAgenda(body, { locale: "fr", capacity: 10, defaultVatRate: 550 })
  t.ok(warnings.length > 20)
  for (const { message } of warnings) {
    const said = warningIn(message, "fr")
    t.notMatch(withoutQuotes(said), english, said)
    for (const quote of message.match(/«[^»]*»/g) ?? []) t.ok(said.includes(quote), quote)
    t.equal(warningIn(message, "en"), message)
  }
})

t.test("so are the errors of a season file", (t) => {
  const broken = {
    format: "parterre-season/1",
    season: { ref: "s", name: "", startsOn: "2026-13-01", endsOn: 3 },
    venues: [{ ref: "v", name: "V", timezone: "Mars/Base", extra: 1 }, { ref: "v" }],
    tariffs: [{ ref: " t", name: "T" }],
    events: [
      {
        ref: "e",
        title: { fr: " " },
        durationMinutes: 0.5,
        performances: [
          { ref: "p", venue: "w", startsAt: "2027-01-15T20:30:00", zones: [] },
          {
            ref: "p2",
            venue: "v",
            startsAt: "2027-01-15T20:30:00+01:00",
            doorsAt: "2027-01-15T21:30:00+01:00",
            onSaleFrom: "2027-01-15T20:30:00+01:00",
            onSaleUntil: "2027-01-15T20:30:00+01:00",
            seatingPlan: "x",
            maxPerOrder: 0,
            zones: [{ ref: "z", name: "x".repeat(300), capacity: null, prices: { none: -1 } }],
          },
        ],
      },
    ],
  }
  const { errors = [] } = readSeasonFile(broken, {
    locale: "fr",
    timezone: "Europe/Paris",
    defaultVatRate: 550,
  })
  t.ok(errors.length > 12)
  for (const { message } of errors) t.notMatch(withoutQuotes(warningIn(message, "fr")), english, message)
  t.end()
})
