import type { ClosingContent } from "../../ledger/read-closings.ts"
import { type ArchiveFile, type Column, csvFile } from "./archive-file.ts"
import { type Cell, count, words } from "./cells.ts"
import { chainFile } from "./chain-file.ts"
import type { Line, Source } from "./source.ts"

interface ClosingRow extends Line {
  about: ClosingContent
}

interface Detail {
  closing: ClosingRow
  axis: "taux" | "tarif" | "mode"
  value: Cell
  issued?: number
  cancelled?: number
  gross?: number
  net?: number
  vat?: number
  received?: number
  returned?: number
  amount?: number
}

const periodNames: Record<string, string> = { day: "jour", month: "mois", year: "année" }

/** The closings of the period: as they were sealed, for a spreadsheet, and their totals by rate, tariff and method. */
export function closingFiles(source: Source): ArchiveFile[] {
  const { money, rate, local } = source.writing
  async function* closings(): AsyncGenerator<ClosingRow> {
    for await (const line of source.lines("closings"))
      yield { ...line, about: JSON.parse(line.content) as ClosingContent }
  }
  const total = (
    name: string,
    meaning: string,
    of: (totals: ClosingContent["totals"]) => Cell,
  ): Column<ClosingRow> => ({ name, meaning, cell: (row) => of(row.about.totals) })
  const some = (value: number | undefined, write: (value: number) => Cell) =>
    value === undefined ? "" : write(value)
  return [
    chainFile(source, {
      chain: "closings",
      name: "clotures.jsonl",
      about: "Chaque clôture telle qu’elle a été scellée, une par ligne, en JSON.",
      fields: closingFields,
    }),
    csvFile<ClosingRow>({
      name: "clotures.csv",
      about: "Les clôtures de jour, de mois et d’année, une par ligne.",
      rows: closings,
      columns: [
        { name: "numero", meaning: "numéro de la clôture, sans rupture", cell: (row) => count(row.number) },
        {
          name: "periode",
          meaning: "jour, mois ou année",
          cell: (row) => periodNames[row.kind] ?? words(row.kind),
        },
        { name: "date", meaning: "jour, mois ou année clos", cell: (row) => words(row.about.date) },
        {
          name: "close_le",
          meaning: "date et heure de la clôture, à l’heure de l’organisme",
          cell: (row) => local(row.at),
        },
        {
          name: "jusqu_a",
          meaning: "fin de la période ; ce qui est enregistré ensuite est de la période suivante",
          cell: (row) => local(row.about.until),
        },
        {
          name: "premiere_operation",
          meaning: "numéro de la première opération de la période",
          cell: (row) => count(row.about.first),
        },
        {
          name: "derniere_operation",
          meaning: "numéro de la dernière ; inférieur au premier : aucune opération",
          cell: (row) => count(row.about.last),
        },
        total("operations", "nombre d’opérations", (totals) => count(totals.operations)),
        total("billets_delivres", "billets délivrés", (totals) => count(totals.issued)),
        total("billets_annules", "billets annulés", (totals) => count(totals.cancelled)),
        total("billets_gratuits", "billets gratuits, annulations déduites", (totals) => count(totals.free)),
        total("entrees", "entrées contrôlées", (totals) => count(totals.entries)),
        total("ttc", "total de la période, toutes taxes comprises", (totals) => money(totals.gross)),
        total("ht", "total de la période hors taxe", (totals) => money(totals.net)),
        total("tva", "TVA de la période", (totals) => money(totals.vat)),
        total("encaisse", "encaissé moins rendu sur la période", (totals) => money(totals.paid)),
        {
          name: "perpetuel_ttc",
          meaning:
            "total perpétuel : ventes moins annulations depuis la première opération, jamais remis à zéro",
          cell: (row) => money(row.about.perpetual.gross),
        },
        {
          name: "perpetuel_absolu",
          meaning: "total perpétuel absolu : ventes et annulations additionnées",
          cell: (row) => money(row.about.perpetual.absolute),
        },
        {
          name: "perpetuel_encaisse",
          meaning: "total perpétuel des encaissements",
          cell: (row) => money(row.about.perpetual.paid),
        },
        {
          name: "version_fiscale",
          meaning: "version de la partie fiscale du logiciel qui a clos",
          cell: (row) => words(row.about.version),
        },
        {
          name: "auteur",
          meaning: "identifiant de l’agent qui a clos ; vide : close d’elle-même, à l’heure",
          cell: (row) => words(row.about.by),
        },
        { name: "mac", meaning: "sceau de la clôture, comme dans clotures.jsonl", cell: (row) => row.mac },
      ],
    }),
    csvFile<Detail>({
      name: "clotures_detail.csv",
      about: "Le détail de chaque clôture par taux de TVA, par tarif et par mode de paiement.",
      async *rows() {
        for await (const closing of closings()) {
          const { byRate, byTariff, byMethod } = closing.about.totals
          for (const { rate: value, ...sums } of byRate)
            yield { closing, axis: "taux", value: rate(value), ...sums }
          for (const { tariff, ...sums } of byTariff)
            yield { closing, axis: "tarif", value: words(tariff), ...sums }
          for (const { method, ...sums } of byMethod)
            yield { closing, axis: "mode", value: words(method), ...sums }
        }
      },
      columns: [
        { name: "cloture", meaning: "numéro de la clôture", cell: ({ closing }) => count(closing.number) },
        {
          name: "axe",
          meaning: "ce par quoi le total est détaillé : taux (de TVA), tarif ou mode (de paiement)",
          cell: ({ axis }) => axis,
        },
        { name: "valeur", meaning: "le taux, le tarif ou le mode", cell: ({ value }) => value },
        {
          name: "billets_delivres",
          meaning: "par tarif : billets délivrés",
          cell: (row) => count(row.issued),
        },
        {
          name: "billets_annules",
          meaning: "par tarif : billets annulés",
          cell: (row) => count(row.cancelled),
        },
        {
          name: "ttc",
          meaning: "par taux ou tarif : montant toutes taxes comprises",
          cell: (row) => some(row.gross, money),
        },
        { name: "ht", meaning: "par taux ou tarif : montant hors taxe", cell: (row) => some(row.net, money) },
        { name: "tva", meaning: "par taux ou tarif : TVA", cell: (row) => some(row.vat, money) },
        { name: "recu", meaning: "par mode : montant reçu", cell: (row) => some(row.received, money) },
        { name: "rendu", meaning: "par mode : montant rendu", cell: (row) => some(row.returned, money) },
        { name: "solde", meaning: "par mode : reçu moins rendu", cell: (row) => some(row.amount, money) },
      ],
    }),
  ]
}

const closingFields = [
  { name: "date", meaning: "jour, mois ou année clos" },
  { name: "until", meaning: "fin de la période, en temps universel" },
  { name: "first", meaning: "première opération de la période" },
  { name: "last", meaning: "dernière opération ; inférieure à la première : aucune" },
  { name: "lastMac", meaning: "sceau de la dernière opération" },
  { name: "totals", meaning: "totaux de la période" },
  { name: "totals.operations", meaning: "nombre d’opérations" },
  { name: "totals.byKind", meaning: "nombre d’opérations de chaque type" },
  { name: "totals.issued", meaning: "billets délivrés" },
  { name: "totals.cancelled", meaning: "billets annulés" },
  { name: "totals.free", meaning: "billets gratuits, annulations déduites" },
  { name: "totals.entries", meaning: "entrées contrôlées" },
  { name: "totals.gross", meaning: "ventes moins annulations, en centimes" },
  { name: "totals.net", meaning: "le même montant hors taxe" },
  { name: "totals.vat", meaning: "sa TVA" },
  { name: "totals.paid", meaning: "encaissé moins rendu" },
  { name: "totals.absolute", meaning: "ventes et annulations additionnées" },
  { name: "totals.byRate", meaning: "totaux par taux de TVA" },
  { name: "totals.byRate[].rate", meaning: "taux, en centièmes de pour cent" },
  { name: "totals.byRate[].gross", meaning: "toutes taxes comprises" },
  { name: "totals.byRate[].net", meaning: "hors taxe" },
  { name: "totals.byRate[].vat", meaning: "TVA" },
  { name: "totals.byTariff", meaning: "totaux par tarif" },
  { name: "totals.byTariff[].tariff", meaning: "tarif" },
  { name: "totals.byTariff[].issued", meaning: "billets délivrés" },
  { name: "totals.byTariff[].cancelled", meaning: "billets annulés" },
  { name: "totals.byTariff[].gross", meaning: "toutes taxes comprises" },
  { name: "totals.byTariff[].net", meaning: "hors taxe" },
  { name: "totals.byTariff[].vat", meaning: "TVA" },
  { name: "totals.byMethod", meaning: "totaux par mode de paiement" },
  { name: "totals.byMethod[].method", meaning: "mode de paiement" },
  { name: "totals.byMethod[].received", meaning: "reçu" },
  { name: "totals.byMethod[].returned", meaning: "rendu" },
  { name: "totals.byMethod[].amount", meaning: "reçu moins rendu" },
  { name: "perpetual", meaning: "totaux perpétuels, depuis la première opération" },
  { name: "perpetual.gross", meaning: "ventes moins annulations" },
  { name: "perpetual.absolute", meaning: "ventes et annulations additionnées" },
  { name: "perpetual.paid", meaning: "encaissé moins rendu" },
  { name: "version", meaning: "version de la partie fiscale du logiciel" },
  { name: "by", meaning: "agent qui a clos ; null : close d’elle-même" },
]
