import { isIP } from "node:net"
import { cleanLine } from "../../server/clean-text.ts"
import { type Db, sqlState, type Trx } from "../../server/database.ts"
import type { PrinterNetworks } from "../../server/printer-networks.ts"
import { type FieldError, problem } from "../../server/problem.ts"
import { getPrinter } from "./list-printers.ts"
import {
  isStockFamily,
  type PrinterInput,
  type PrinterItem,
  printerDefaults,
  usualFamily,
} from "./printer.ts"

/** @throws 422 invalid_request for an address beyond what the server's operator allows, or a till that has a printer */
export async function createPrinter(
  db: Db | Trx,
  networks: PrinterNetworks,
  { organisationId, printer }: { organisationId: string; printer: PrinterInput },
): Promise<PrinterItem> {
  const { id } = await orWhy(() =>
    db
      .insertInto("printers")
      .values({ organisation_id: organisationId, ...checked(networks, printer) })
      .returning("id")
      .executeTakeFirstOrThrow(),
  )
  return getPrinter(db, { organisationId, id })
}

/** @throws 404 not_found; 422 like createPrinter */
export async function updatePrinter(
  db: Db | Trx,
  networks: PrinterNetworks,
  { organisationId, id, printer }: { organisationId: string; id: string; printer: PrinterInput },
): Promise<PrinterItem> {
  const changed = await orWhy(() =>
    db
      .updateTable("printers")
      // What was learnt of the one before is not known of this one.
      .set({ ...checked(networks, printer), answers: null, failures: 0, next_at: new Date() })
      .where("organisation_id", "=", organisationId)
      .where("id", "=", id)
      .returning("id")
      .executeTakeFirst(),
  )
  if (!changed) throw problem(404, "not_found")
  return getPrinter(db, { organisationId, id })
}

/**
 * Takes a printer away: what waits for it is cancelled, what it printed stays on record.
 * @throws 404 not_found
 */
export async function removePrinter(
  db: Db | Trx,
  { organisationId, id }: { organisationId: string; id: string },
): Promise<void> {
  const work = async (trx: Trx) => {
    await trx
      .updateTable("print_jobs")
      .set({ status: "cancelled", failure: "printer_removed" })
      .where("printer_id", "=", id)
      .where("status", "in", ["waiting", "printing"])
      .execute()
    const removed = await trx
      .deleteFrom("printers")
      .where("organisation_id", "=", organisationId)
      .where("id", "=", id)
      .returning("id")
      .executeTakeFirst()
    if (!removed) throw problem(404, "not_found")
  }
  await (db.isTransaction ? work(db as Trx) : db.transaction().execute(work))
}

function checked(networks: PrinterNetworks, input: PrinterInput) {
  const { kind, host, port, tillId, columns, family, widthMm, lengthMm, dpi } = {
    ...printerDefaults,
    family: usualFamily(input.kind),
    ...input,
  }
  const errors: FieldError[] = []
  const name = cleanLine(input.name)
  if (!name) errors.push({ path: "/name", message: "must not be empty" })
  if (!networks.allowsPort(port))
    errors.push({ path: "/port", message: "is not a port that this server may print to" })
  if (isIP(host) !== 0 && !networks.allowsAddress(host))
    errors.push({ path: "/host", message: "is not an address that this server may print to" })
  if (isStockFamily(family) !== (kind === "fgl"))
    errors.push({ path: "/family", message: "is not a table of letters of this kind of printer" })
  if (errors.length > 0) throw problem(422, "invalid_request", undefined, errors)
  return {
    ...{ name, kind, host, port, columns, family, dpi },
    ...{ till_id: tillId, width_mm: widthMm, length_mm: lengthMm },
  }
}

async function orWhy<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const message = { 23503: "is not a till of this organisation", 23505: "has a printer already" }[
      sqlState(error) ?? ""
    ]
    if (message) throw problem(422, "invalid_request", undefined, [{ path: "/tillId", message }])
    throw error
  }
}
