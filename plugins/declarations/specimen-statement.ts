import { printStatements } from "../books/print-statements.ts"
import { type StatementLine, totalsOf } from "../ledger/statement.ts"
import type { DeclarationInput } from "./attestation.ts"

/** The recipe statement of a performance that does not exist. */
export function specimenStatement(
  { organisation, facts, now }: DeclarationInput,
  of: { eventTitle: string; startsAt: Date; venueName: string },
): Promise<Uint8Array> {
  return printStatements({
    organisation,
    parts: [
      {
        performance: {
          ...{ id: "0", title: of.eventTitle, startsAt: of.startsAt.toISOString(), venue: of.venueName },
        },
        lines,
        totals: totalsOf(lines),
        entries: 118,
      },
    ],
    locale: "fr",
    editedAt: now,
    version: `${facts.parterre}, version fiscale ${facts.ledger.version}`,
  })
}

const lines: StatementLine[] = [
  line("Première catégorie", "Plein tarif", 2400, 82, 2),
  line("Première catégorie", "Tarif réduit", 1600, 31, 0),
  line("Première catégorie", "Invitation", 0, 9, 1),
]

function line(zone: string, tariff: string, unit: number, issued: number, cancelled: number): StatementLine {
  const rate = 550
  const quantity = issued - cancelled
  const net = Math.floor((unit * 20_000 + 10_000 + rate) / (20_000 + 2 * rate))
  return {
    ...{ zone, tariff, unit, rate, issued, cancelled, free: unit === 0 },
    ...{ gross: quantity * unit, net: quantity * net, vat: quantity * (unit - net) },
  }
}
