import { Readable } from "node:stream"
import type { FastifyReply } from "fastify"

/**
 * Answers with a table for spreadsheets: UTF-8 with its mark, semicolons (what a French Excel opens without a question),
 * and no cell that a spreadsheet would run as a formula.
 */
export function sendCsv(reply: FastifyReply, name: string, rows: readonly (readonly (string | number)[])[]) {
  return reply
    .type("text/csv; charset=utf-8")
    .header("content-disposition", `attachment; filename="${name}.csv"`)
    .header("cache-control", "private, no-store")
    .send(`\ufeff${rows.map((row) => row.map(csvCell).join(";")).join("\r\n")}\r\n`)
}

/** The same for a table that is too long to be held: rows leave as they come. */
export function streamCsv(
  reply: FastifyReply,
  name: string,
  rows: AsyncIterable<readonly (string | number)[]>,
) {
  return reply
    .type("text/csv; charset=utf-8")
    .header("content-disposition", `attachment; filename="${name}.csv"`)
    .header("cache-control", "private, no-store")
    .send(Readable.from(linesOf(rows)))
}

async function* linesOf(rows: AsyncIterable<readonly (string | number)[]>): AsyncGenerator<string> {
  yield "\ufeff"
  for await (const row of rows) yield `${row.map(csvCell).join(";")}\r\n`
}

/** A cell as it stands in the file. */
export function csvCell(value: string | number): string {
  if (typeof value === "number") return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
