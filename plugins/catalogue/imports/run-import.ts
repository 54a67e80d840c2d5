import type { Organisation } from "../../../server/access.ts"
import type { Db } from "../../../server/database.ts"
import type { Events } from "../../../server/events.ts"
import { problem } from "../../../server/problem.ts"
import { readAgenda } from "./agenda-file.ts"
import { type ImportResult, importSeason } from "./import-season.ts"
import { readSeasonFile } from "./season-file.ts"
import type { ImportWarning } from "./season-import.ts"

export type ImportFile =
  | { kind: "season"; body: unknown }
  | { kind: "agenda"; body: unknown; capacity: number }

/** 5.5 %: tickets of theatres, concerts and museums (CGI, art. 278-0 bis F). Who is not liable charges none. */
const usualVatRate = 550

/**
 * Reads a season file or an agenda and brings the programme to it, all of it or nothing.
 * @throws 422 invalid_request with what is wrong and where; 409 below_sold
 */
export async function runImport(
  db: Db,
  events: Events,
  organisation: Organisation,
  file: ImportFile,
): Promise<ImportResult & { warnings: ImportWarning[] }> {
  const { locale, timezone, legal } = organisation
  const defaultVatRate = legal.vatLiable ? usualVatRate : 0
  const reading =
    file.kind === "season"
      ? readSeasonFile(file.body, { locale, timezone, defaultVatRate })
      : readAgenda(file.body, { locale, capacity: file.capacity, defaultVatRate })
  if (reading.errors) throw problem(422, "invalid_request", undefined, reading.errors)
  const unsaid = file.kind === "season" ? "reset" : "keep"
  const result = await db
    .transaction()
    .execute((trx) => importSeason(trx, events, organisation, reading.season, { unsaid }))
  return { ...result, warnings: reading.warnings }
}
