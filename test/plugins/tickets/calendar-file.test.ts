import t from "tap"
import { calendarFile } from "../../../plugins/tickets/calendar-file.ts"

const entry = {
  performanceId: "42",
  title: "Le Malade imaginaire ; d’après Molière, en trois actes",
  startsAt: new Date("2027-01-15T19:30:00Z"),
  endsAt: new Date("2027-01-15T21:40:00Z"),
  venueName: "Grande salle",
  venueAddress: "1 place du Théâtre, 29000 Quimper",
  url: "https://billets.example.org/orders/abc",
}
const options = {
  host: "billets.example.org",
  organiser: { name: "Théâtre de Cornouaille", email: "billetterie@example.org" },
  madeAt: new Date("2026-12-02T10:12:00Z"),
}

/** The lines of a file, the folded ones joined again (RFC 5545, 3.1). */
const linesOf = (file: string) => file.replace(/\r\n /g, "").split("\r\n")

t.test("a performance is an event of the calendar", async (t) => {
  const lines = linesOf(calendarFile([entry], options))
  for (const line of [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "METHOD:PUBLISH",
    "UID:performance-42@billets.example.org",
    "DTSTAMP:20261202T101200Z",
    "DTSTART:20270115T193000Z",
    "DTEND:20270115T214000Z",
    "SUMMARY:Le Malade imaginaire \\; d’après Molière\\, en trois actes",
    "LOCATION:Grande salle\\, 1 place du Théâtre\\, 29000 Quimper",
    "URL;VALUE=URI:https://billets.example.org/orders/abc",
    'ORGANIZER;CN="Théâtre de Cornouaille":mailto:billetterie@example.org',
    "END:VCALENDAR",
  ]) {
    t.ok(lines.includes(line), line)
  }
})

t.test("each performance is there once, under a name that stays", async (t) => {
  const file = calendarFile([entry, { ...entry, performanceId: "43" }], options)
  t.same(
    linesOf(file).filter((line) => line.startsWith("UID:")),
    ["UID:performance-42@billets.example.org", "UID:performance-43@billets.example.org"],
  )
  t.equal(calendarFile([entry], options), calendarFile([entry], options))
})

t.test("what is not known is left out", async (t) => {
  const { performanceId, title, startsAt, venueName } = entry
  const file = calendarFile([{ performanceId, title, startsAt, venueName }], {
    ...options,
    organiser: { name: "Théâtre", email: null },
  })
  t.notMatch(file, /DTEND|ORGANIZER|URL|DESCRIPTION/)
  t.ok(linesOf(file).includes("LOCATION:Grande salle"))
})
