import { sql } from "kysely"
import { type ArchiveFile, csvFile } from "./archive-file.ts"
import { count, words, yesNo } from "./cells.ts"
import type { Operation, Source } from "./source.ts"

interface TicketRow {
  id: string
  order_id: string
  order: string
  number: string
  performance: string
  title: string
  starts: string
  zone: string
  seat: string | null
  tariff: string
  amount: number
  printed: boolean
}

/** What became of a ticket, by the end of the period. */
interface Use {
  issued?: number
  rate?: number
  cancelled?: number
  reprints: number
  entries: number
  entered?: string
}

const orders = 300

/** Each ticket that an operation of the period is about, and what use was made of it. */
export function ticketFile(source: Source): ArchiveFile {
  const { money, rate, local } = source.writing
  const operation = (value: number | undefined) => count(value)
  return csvFile<{ ticket: TicketRow; use: Use }>({
    name: "billets.csv",
    about:
      "Chaque billet des commandes de la période, et l’usage qui en a été fait jusqu’à la fin de celle-ci.",
    rows: () => ticketsOf(source),
    columns: [
      {
        name: "billet",
        meaning: "numéro du billet : l’identifiant unique imprimé et contrôlé",
        cell: ({ ticket }) => words(ticket.number),
      },
      {
        name: "commande",
        meaning: "identifiant de la commande",
        cell: ({ ticket }) => count(ticket.order_id),
      },
      {
        name: "numero_commande",
        meaning: "numéro de la commande, tel qu’il est donné à l’acheteur",
        cell: ({ ticket }) => words(ticket.order),
      },
      {
        name: "seance",
        meaning: "identifiant de la séance",
        cell: ({ ticket }) => words(ticket.performance),
      },
      { name: "spectacle", meaning: "titre du spectacle", cell: ({ ticket }) => words(ticket.title) },
      {
        name: "date_seance",
        meaning: "date et heure de la séance, à l’heure de l’organisme",
        cell: ({ ticket }) => local(ticket.starts),
      },
      { name: "categorie", meaning: "catégorie de places", cell: ({ ticket }) => words(ticket.zone) },
      {
        name: "place",
        meaning: "place numérotée ; vide : placement libre",
        cell: ({ ticket }) => words(ticket.seat),
      },
      { name: "tarif", meaning: "tarif", cell: ({ ticket }) => words(ticket.tariff) },
      {
        name: "prix",
        meaning: "prix payé, toutes taxes comprises ; 0 : gratuit",
        cell: ({ ticket }) => money(ticket.amount),
      },
      {
        name: "taux_tva",
        meaning: "taux de TVA, en pour cent",
        cell: ({ use }) => (use.rate === undefined ? "" : rate(use.rate)),
      },
      {
        name: "operation_delivrance",
        meaning: "numéro de l’opération qui l’a délivré",
        cell: ({ use }) => operation(use.issued),
      },
      {
        name: "operation_annulation",
        meaning: "numéro de l’opération qui l’a annulé, s’il l’est",
        cell: ({ use }) => operation(use.cancelled),
      },
      { name: "reeditions", meaning: "nombre de rééditions", cell: ({ use }) => count(use.reprints) },
      {
        name: "imprime",
        meaning: "oui : le billet a été édité (PDF remis ou imprimé) au jour de l’archive",
        cell: ({ ticket }) => yesNo(ticket.printed),
      },
      { name: "entrees", meaning: "nombre d’entrées contrôlées", cell: ({ use }) => count(use.entries) },
      {
        name: "premiere_entree",
        meaning: "date et heure de la première entrée, à l’heure de l’organisme",
        cell: ({ use }) => local(use.entered),
      },
    ],
  })
}

async function* ticketsOf(source: Source): AsyncGenerator<{ ticket: TicketRow; use: Use }> {
  const { db } = source
  const { first, last } = source.period.operations
  for (let after = "0"; ; ) {
    // With what was split from them: a ticket is found with the order it was sold with.
    const { rows: found } = await sql<{ id: string }>`
      select distinct coalesce(s.paid_order_id, l.order_id) as id from ledger_lines l
      left join splits s on s.organisation_id = l.organisation_id and s.order_id = l.order_id
      where l.organisation_id = current_organisation() and l.chain = 'operations' and coalesce(s.paid_order_id, l.order_id) > ${after}
        and l.number between ${first} and ${last} order by id limit ${orders}`.execute(db)
    const ids = found.map(({ id }) => id)
    const end = ids.at(-1)
    if (end === undefined) return
    after = end
    const { rows: tickets } = await sql<TicketRow>`
      select k.id, k.order_id, o.number as "order", k.number, k.performance_id as performance, k.event_title as title,
        to_char(f.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as starts, k.zone_name as zone, k.seat,
        k.tariff_name as tariff, k.amount,
        exists (select from ticket_documents d where d.organisation_id = k.organisation_id and d.order_id = k.order_id)
          as printed
      from tickets k
      join orders o on o.organisation_id = k.organisation_id and o.id = k.order_id
      join performances f on f.organisation_id = k.organisation_id and f.id = k.performance_id
      where k.organisation_id = current_organisation() and k.order_id in (${withSplits(ids)})
      order by k.order_id, k.position`.execute(db)
    const uses = await usesOf(source, ids)
    for (const ticket of tickets) {
      const use = uses.get(ticket.number)
      // Issued after the period, by an order that began in it.
      if (use) yield { ticket, use }
    }
  }
}

const withSplits = (orderIds: readonly string[]) => sql`
  select unnest(${orderIds}::bigint[]) union
  select order_id from splits where organisation_id = current_organisation() and paid_order_id = any(${orderIds}::bigint[])`

/** By ticket number, from the operations up to the end of the period. */
async function usesOf(source: Source, orderIds: readonly string[]): Promise<Map<string, Use>> {
  const { rows } = await sql<{ number: number; kind: string; content: string }>`
    select number::int as number, kind, content from ledger_lines
    where organisation_id = current_organisation() and chain = 'operations' and order_id in (${withSplits(orderIds)})
      and number <= ${source.period.operations.last} order by number`.execute(source.db)
  const uses = new Map<string, Use>()
  const useOf = (ticket: string) => {
    const use = uses.get(ticket) ?? { reprints: 0, entries: 0 }
    uses.set(ticket, use)
    return use
  }
  for (const { number, kind, content } of rows) {
    const about = JSON.parse(content) as Operation["about"]
    if (kind === "entry" && about.ticket) {
      const use = useOf(about.ticket)
      use.entries++
      use.entered ??= about.entered
    }
    for (const { quantity, rate, tickets } of about.lines ?? [])
      for (const ticket of tickets) {
        const use = useOf(ticket)
        use.rate = rate
        if (quantity > 0) use.issued = number
        else if (quantity < 0) use.cancelled = number
        else if (kind === "reprint") use.reprints++
      }
  }
  return uses
}
