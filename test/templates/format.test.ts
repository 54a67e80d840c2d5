import t from "tap"
import {
  formatDate,
  formatDateLong,
  formatDateRange,
  formatDay,
  formatDuration,
  formatMoney,
  formatMonth,
  formatPrice,
  formatRate,
  formatRelative,
  formatTime,
  isoDay,
  isoLocal,
  sentence,
} from "../../templates/format.ts"
import type { Locale } from "../../templates/locale.ts"

const timeZone = "Europe/Paris"
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ")
/** Thursday 14 January 2027, 17:12 in Paris. */
const afternoon = new Date("2027-01-14T16:12:00Z")

function said(iso: string, locale: Locale = "fr", now = afternoon): string {
  return plain(formatDate(new Date(iso), { locale, timeZone, now }))
}

t.test("money", async (t) => {
  t.equal(plain(formatMoney(2450, "EUR", "fr")), "24,50 €")
  t.equal(formatMoney(2450, "EUR", "en"), "€24.50")
  t.equal(plain(formatMoney(123456789, "EUR", "fr")), "1 234 567,89 €")
  t.equal(plain(formatMoney(-1600, "EUR", "fr")), "-16,00 €")
  t.equal(plain(formatMoney(0, "EUR", "fr")), "0,00 €")
  t.match(formatMoney(1500, "JPY", "en"), /1,500$/, "a currency without cents")
  t.notMatch(formatMoney(2450, "EUR", "fr"), / /, "never breaks")
})

t.test("prices as announced", async (t) => {
  t.equal(plain(formatPrice(2400, "EUR", "fr")), "24 €")
  t.equal(plain(formatPrice(850, "EUR", "fr")), "8,50 €")
  t.equal(formatPrice(2400, "EUR", "en"), "€24")
  t.equal(formatPrice(100000, "EUR", "en"), "€1,000")
  t.equal(formatPrice(0, "EUR", "fr"), "gratuit")
  t.equal(formatPrice(0, "EUR", "en"), "free")
})

t.test("near dates are said in words", async (t) => {
  t.equal(said("2027-01-14T19:30:00Z"), "ce soir 20 h 30")
  t.equal(said("2027-01-14T16:30:00Z"), "cet après-midi 17 h 30")
  t.equal(said("2027-01-14T09:00:00Z"), "ce matin 10 h")
  t.equal(said("2027-01-15T14:00:00Z"), "demain 15 h")
  t.equal(said("2027-01-14T19:30:00Z", "en"), "tonight 8:30 pm")
  t.equal(said("2027-01-14T14:00:00Z", "en"), "this afternoon 3 pm")
  t.equal(said("2027-01-15T09:05:00Z", "en"), "tomorrow 10:05 am")
})

t.test("other dates carry their day, and their year when it is another", async (t) => {
  t.equal(said("2027-01-22T19:30:00Z"), "ven. 22 janvier 20 h 30")
  t.equal(said("2027-01-22T19:30:00Z", "en"), "Fri 22 January, 8:30 pm")
  t.equal(said("2027-04-01T18:05:00Z"), "jeu. 1er avril 20 h 05")
  t.equal(said("2026-12-31T19:00:00Z"), "jeu. 31 décembre 2026 20 h")
  t.equal(said("2028-02-18T19:30:00Z", "en"), "Fri 18 February 2028, 8:30 pm")
  t.equal(said("2027-01-13T19:30:00Z"), "mer. 13 janvier 20 h 30", "yesterday")
})

t.test("midnight and the small hours belong to the night before", async (t) => {
  t.equal(said("2027-01-14T23:00:00Z"), "cette nuit 0 h")
  t.equal(said("2027-01-14T23:30:00Z"), "cette nuit 0 h 30")
  t.equal(said("2027-01-14T23:30:00Z", "en"), "tonight 12:30 am")
  t.equal(said("2027-01-14T23:00:00Z", "en"), "tonight midnight")
  t.equal(said("2027-01-15T23:30:00Z"), "sam. 16 janvier 0 h 30", "the night after next is dated")
  const night = new Date("2027-01-14T23:10:00Z")
  t.equal(said("2027-01-14T23:30:00Z", "fr", night), "cette nuit 0 h 30", "said within that night")
  t.equal(
    said("2027-01-15T19:30:00Z", "fr", night),
    "ce soir 20 h 30",
    "after midnight it is already that day",
  )
  t.equal(said("2027-01-13T23:30:00Z"), "jeu. 14 janvier 0 h 30", "last night is dated, not announced")
})

t.test("the venue's clock decides, across changes of hour", async (t) => {
  const eve = new Date("2027-03-27T18:00:00Z")
  t.equal(said("2027-03-28T18:30:00Z", "fr", eve), "demain 20 h 30", "summer time begins in the night")
  t.equal(said("2027-03-28T00:30:00Z", "fr", eve), "cette nuit 1 h 30")
  const autumn = new Date("2027-10-30T18:00:00Z")
  t.equal(said("2027-10-31T19:30:00Z", "fr", autumn), "demain 20 h 30", "and ends")
  t.equal(said("2027-10-31T00:30:00Z", "fr", autumn), "cette nuit 2 h 30")
  const island = { locale: "fr", timeZone: "Indian/Reunion", now: afternoon } as const
  t.equal(plain(formatDate(new Date("2027-01-15T16:30:00Z"), island)), "demain 20 h 30")
  t.equal(plain(formatDate(new Date("2027-01-14T16:30:00Z"), island)), "ce soir 20 h 30")
})

t.test("dates in full, days, times, months", async (t) => {
  const date = new Date("2027-01-15T19:30:00Z")
  const fr = { locale: "fr", timeZone, now: afternoon } as const
  const en = { ...fr, locale: "en" } as const
  t.equal(plain(formatDateLong(date, fr)), "vendredi 15 janvier 2027 à 20 h 30")
  t.equal(plain(formatDateLong(date, en)), "Friday 15 January 2027 at 8:30 pm")
  t.equal(plain(formatDay(date, fr)), "ven. 15 janvier")
  t.equal(plain(formatTime(new Date("2027-01-15T11:00:00Z"), fr)), "12 h")
  t.equal(plain(formatTime(new Date("2027-01-15T11:00:00Z"), en)), "noon")
  t.equal(formatMonth("2027-09", "fr"), "septembre 2027")
  t.equal(isoDay(new Date("2027-01-14T23:30:00Z"), timeZone), "2027-01-15")
  t.equal(isoLocal(date, timeZone), "2027-01-15T20:30")
})

t.test("runs", async (t) => {
  const run = (first: string, last: string, locale: Locale = "fr") =>
    plain(formatDateRange(new Date(first), new Date(last), { locale, timeZone, now: afternoon }))
  t.equal(run("2027-01-15T19:30:00Z", "2027-01-18T19:30:00Z"), "du 15 au 18 janvier")
  t.equal(run("2027-01-15T19:30:00Z", "2027-02-01T19:30:00Z"), "du 15 janvier au 1er février")
  t.equal(run("2026-12-28T19:30:00Z", "2027-01-03T19:30:00Z"), "du 28 décembre 2026 au 3 janvier")
  t.equal(run("2028-01-15T19:30:00Z", "2028-01-18T19:30:00Z", "en"), "15 to 18 January 2028")
  t.equal(run("2027-01-15T13:30:00Z", "2027-01-15T19:30:00Z"), "ven. 15 janvier", "one day")
  t.equal(run("2027-01-31T19:30:00Z", "2028-01-31T19:30:00Z"), "du 31 janvier 2027 au 31 janvier 2028")
})

t.test("durations, rates, distances", async (t) => {
  t.equal(plain(formatDuration(130, "fr")), "2 h 10")
  t.equal(plain(formatDuration(65, "fr")), "1 h 05")
  t.equal(plain(formatDuration(120, "fr")), "2 h")
  t.equal(plain(formatDuration(45, "fr")), "45 min")
  t.equal(plain(formatDuration(130, "en")), "2 hr 10 min")
  t.equal(plain(formatRate(550, "fr")), "5,5 %")
  t.equal(formatRate(210, "en"), "2.1%")
  const from = (iso: string, locale: Locale) => formatRelative(new Date(iso), { locale, now: afternoon })
  t.equal(from("2027-01-14T16:17:00Z", "fr"), "dans 5 minutes")
  t.equal(from("2027-01-14T13:12:00Z", "en"), "3 hours ago")
  t.equal(from("2027-01-13T16:12:00Z", "fr"), "hier")
  t.equal(sentence("à partir de 8 €"), "À partir de 8 €")
})
