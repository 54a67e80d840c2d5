import type { Closing } from "../../ledger/read-closings.ts"
import { type ArchiveFile, type Column, csvFile } from "./archive-file.ts"
import { count, words, yesNo } from "./cells.ts"
import type { Operation, Source } from "./source.ts"

interface StatementRow {
  performance: string
  title: string
  starts: string
  venue: string
  zone: string
  tariff: string
  unit: number
  rate: number
  issued: number
  cancelled: number
  gross: number
  net: number
  vat: number
}

interface Seen {
  performance: string
  title: string
  starts: string
  venue: string
  issued: number
  cancelled: number
  free: number
  gross: number
  net: number
  vat: number
  entries: number
}

/** What operations add up to, by performance, category, tariff, price and rate: as many rows as statements have lines. */
class Statements {
  readonly #rows = new Map<string, StatementRow>()
  readonly #seen = new Map<string, Seen>()

  add({ kind, about }: Operation): void {
    if (kind === "entry" && about.performance) this.#see({ performance: about.performance }).entries++
    for (const { tickets: _, quantity, gross, net, vat, ...key } of about.lines ?? []) {
      const seen = this.#see(key)
      if (quantity === 0) continue
      const { performance, zone, tariff, unit, rate } = key
      const name = JSON.stringify([performance, zone, tariff, unit, rate])
      let row = this.#rows.get(name)
      if (!row) {
        row = { ...key, issued: 0, cancelled: 0, gross: 0, net: 0, vat: 0 }
        this.#rows.set(name, row)
      }
      for (const sums of [row, seen]) {
        sums.issued += Math.max(quantity, 0)
        sums.cancelled += Math.max(-quantity, 0)
        sums.gross += gross
        sums.net += net
        sums.vat += vat
      }
      if (unit === 0) seen.free += quantity
    }
  }

  #see(of: { performance: string; title?: string; starts?: string; venue?: string }): Seen {
    const { performance, title = "", starts = "", venue = "" } = of
    let seen = this.#seen.get(performance)
    if (!seen) {
      const sums = { issued: 0, cancelled: 0, free: 0, gross: 0, net: 0, vat: 0, entries: 0 }
      seen = { performance, title, starts, venue, ...sums }
      this.#seen.set(performance, seen)
    } else if (seen.title === "" && title !== "") Object.assign(seen, { title, starts, venue })
    return seen
  }

  rows(): StatementRow[] {
    const key = (row: StatementRow) => [
      row.starts,
      row.performance.padStart(20),
      row.zone,
      -row.unit,
      row.tariff,
      row.rate,
    ]
    return [...this.#rows.values()].sort((a, b) => compare(key(a), key(b)))
  }

  performances(): Seen[] {
    const key = (seen: Seen) => [seen.starts, seen.performance.padStart(20)]
    return [...this.#seen.values()].sort((a, b) => compare(key(a), key(b)))
  }
}

function compare(a: (string | number)[], b: (string | number)[]): number {
  for (const [index, one] of a.entries()) {
    const other = b[index] as string | number
    if (one !== other) return one < other ? -1 : 1
  }
  return 0
}

/** The recipe statements of the period: of each day, and of each performance. */
export function statementFiles(source: Source): ArchiveFile[] {
  const { money, rate, local } = source.writing
  const period = new Statements()
  const performance: Column<{ performance: string; title: string; starts: string; venue: string }>[] = [
    { name: "seance", meaning: "identifiant de la séance", cell: (row) => words(row.performance) },
    {
      name: "spectacle",
      meaning: "titre du spectacle ; vide : rien n’a été vendu sur la période, des spectateurs sont entrés",
      cell: (row) => words(row.title),
    },
    {
      name: "date_seance",
      meaning: "date et heure de la séance, à l’heure de l’organisme",
      cell: (row) => local(row.starts),
    },
    { name: "lieu", meaning: "lieu de la séance", cell: (row) => words(row.venue) },
  ]
  const sums: Column<Pick<Seen, "issued" | "cancelled" | "gross" | "net" | "vat">>[] = [
    { name: "delivres", meaning: "billets délivrés", cell: (row) => count(row.issued) },
    { name: "annules", meaning: "billets annulés", cell: (row) => count(row.cancelled) },
    { name: "ttc", meaning: "recettes toutes taxes comprises", cell: (row) => money(row.gross) },
    { name: "ht", meaning: "recettes hors taxe", cell: (row) => money(row.net) },
    { name: "tva", meaning: "TVA", cell: (row) => money(row.vat) },
  ]
  const line: Column<StatementRow>[] = [
    { name: "categorie", meaning: "catégorie de places", cell: (row) => words(row.zone) },
    { name: "tarif", meaning: "tarif", cell: (row) => words(row.tariff) },
    {
      name: "prix_unitaire",
      meaning: "prix d’un billet, toutes taxes comprises",
      cell: (row) => money(row.unit),
    },
    { name: "taux_tva", meaning: "taux de TVA, en pour cent", cell: (row) => rate(row.rate) },
    { name: "gratuit", meaning: "oui : billets gratuits", cell: (row) => yesNo(row.unit === 0) },
  ]
  return [
    csvFile<StatementRow & { day: Closing }>({
      name: "bordereaux_jours.csv",
      about:
        "Le bordereau de recettes de chaque jour clos : une ligne par séance, catégorie, tarif, prix et taux.",
      async *rows() {
        const days = source.period.days.filter(({ first, last }) => last >= first)
        let of = new Statements()
        for await (const operation of source.operations()) {
          of.add(operation)
          period.add(operation)
          const [day] = days
          if (!day || operation.number < day.last) continue
          for (const row of of.rows()) yield { ...row, day }
          of = new Statements()
          days.shift()
        }
      },
      columns: [
        { name: "jour", meaning: "jour clos", cell: ({ day }) => words(day.date) },
        { name: "cloture", meaning: "numéro de la clôture du jour", cell: ({ day }) => count(day.number) },
        ...performance,
        ...line,
        ...sums,
      ],
    }),
    csvFile<StatementRow>({
      name: "bordereaux_seances.csv",
      about:
        "Le bordereau de recettes de chaque séance, pour les opérations de la période : une ligne par catégorie, tarif, prix et taux.",
      async *rows() {
        yield* period.rows()
      },
      columns: [...performance, ...line, ...sums],
    }),
    csvFile<Seen>({
      name: "seances.csv",
      about: "Chaque séance pour laquelle la période a une opération, avec ses totaux sur la période.",
      async *rows() {
        yield* period.performances()
      },
      columns: [
        ...performance,
        ...sums,
        {
          name: "gratuits",
          meaning: "billets gratuits, annulations déduites",
          cell: (row) => count(row.free),
        },
        { name: "entrees", meaning: "entrées contrôlées", cell: (row) => count(row.entries) },
      ],
    }),
  ]
}
