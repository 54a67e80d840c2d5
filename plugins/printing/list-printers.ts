import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import { type ListOrder, listPage, type Page } from "../../server/list-page.ts"
import { problem } from "../../server/problem.ts"
import { containsWords, folded } from "../../server/search.ts"
import type { PrinterItem } from "./printer.ts"

export const printerOrders = {
  name: { expression: folded(sql`printers.name`), type: "text" },
  host: { expression: sql`printers.host`, type: "text" },
} satisfies Record<string, ListOrder>

function printersOf(db: Db | Trx, organisationId: string) {
  return db
    .selectFrom("printers")
    .leftJoin("tills", (join) =>
      join
        .onRef("tills.organisation_id", "=", "printers.organisation_id")
        .onRef("tills.id", "=", "printers.till_id"),
    )
    .where("printers.organisation_id", "=", organisationId)
    .select([
      "printers.id",
      "printers.name",
      "printers.kind",
      "printers.host",
      "printers.port",
      "printers.till_id as tillId",
      "printers.columns",
      sql<PrinterItem["family"]>`printers.family`.as("family"),
      "printers.width_mm as widthMm",
      "printers.length_mm as lengthMm",
      sql<PrinterItem["dpi"]>`printers.dpi`.as("dpi"),
      "tills.name as till",
      "printers.answers",
      sql<number>`(select count(*)::int from print_jobs j where j.organisation_id = printers.organisation_id
        and j.printer_id = printers.id and j.status in ('waiting', 'printing'))`.as("waiting"),
      sql<
        string | null
      >`(select j.failure from print_jobs j where j.organisation_id = printers.organisation_id
        and j.printer_id = printers.id and j.status in ('waiting', 'printing') order by j.id limit 1)`.as(
        "failure",
      ),
    ])
}

/** A page of the printers whose name, address or till has the words of `q`. */
export function listPrinters(
  db: Db,
  input: {
    organisationId: string
    q?: string | undefined
    sort?: { key: keyof typeof printerOrders; direction: "asc" | "desc" }
    /** The printer of the till of this session only. */
    tillSessionId?: string | undefined
    cursor?: string | undefined
    limit?: number | undefined
    counted?: boolean
  },
): Promise<Page<PrinterItem>> {
  const { q, sort = { key: "name", direction: "asc" }, tillSessionId } = input
  const query = printersOf(db, input.organisationId)
    .$if(Boolean(q), (all) =>
      all.where(containsWords(sql`concat_ws(' ', printers.name, printers.host, tills.name)`, q ?? "")),
    )
    .$if(tillSessionId !== undefined, (all) =>
      all.where(
        "printers.till_id",
        "=",
        sql<string>`(select s.till_id from till_sessions s where s.organisation_id = current_organisation() and s.id = ${tillSessionId})`,
      ),
    )
  const order = printerOrders[sort.key]
  return listPage(query, { ...input, order, direction: sort.direction, id: sql.ref("printers.id") })
}

/** @throws 404 not_found */
export async function getPrinter(
  db: Db | Trx,
  { organisationId, id }: { organisationId: string; id: string },
): Promise<PrinterItem> {
  const printer = await printersOf(db, organisationId).where("printers.id", "=", id).executeTakeFirst()
  if (!printer) throw problem(404, "not_found")
  return printer
}

/** Tills, for a form's choice. */
export function tillChoices(db: Db): Promise<{ id: string; name: string }[]> {
  return db.selectFrom("tills").select(["id", "name"]).orderBy(folded(sql`name`)).orderBy("id").execute()
}
