import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import pg from "pg"
import { from as copyFrom } from "pg-copy-streams"
import { StartError } from "../../server/start-error.ts"
import { damaged, type Entry, type Seal } from "./archive.ts"
import { takeConstraintsOff } from "./constraints.ts"
import { type Closing, type Manifest, names, readClosing, tableOf } from "./manifest.ts"

/**
 * Fills an empty database from a backup that fits its schema, in one transaction: all of it or nothing. `seal` has seen
 * the entries before. `beforeCommit` is what must succeed too.
 */
export async function loadBackup(
  client: pg.Client,
  manifest: Manifest,
  entries: AsyncIterator<Entry>,
  seal: Seal,
  options: { onTable(table: string, rows: number): void; beforeCommit(): Promise<void> },
): Promise<Closing> {
  await client.query("begin")
  try {
    await refuseData(client, manifest)
    const tables = Object.keys(manifest.tables)
    const putBack = await takeConstraintsOff(client, tables)
    // Some migrations put rows of their own into new tables.
    await client.query(`truncate ${tables.map(quoted).join(", ")}`)
    const { rows, closing } = await loadTables(client, manifest, entries, seal, options.onTable)
    for (const table of tables) if ((rows[table] ?? 0) !== closing.rows[table]) throw damaged()
    await putBack()
    for (const [name, last] of Object.entries(closing.sequences))
      await client.query("select setval($1::regclass, $2)", [quoted(name), last])
    // What was being done when the backup was made is to be done again: its queue is gone.
    await client.query("update outbox set handed_at = null")
    await options.beforeCommit()
    await client.query("commit")
    await client.query(`analyze ${tables.map(quoted).join(", ")}`)
    return closing
  } catch (error) {
    await client.query("rollback").catch(() => undefined)
    if (error instanceof pg.DatabaseError)
      throw new StartError(`The backup does not fit this database (${error.message}): nothing was restored.`)
    throw error
  }
}

/** Waits for a Parterre that is starting, keeps others from starting meanwhile, and refuses where anybody works. */
async function refuseData(client: pg.Client, manifest: Manifest): Promise<void> {
  const owners = ["organisations", "users"].filter((table) => table in manifest.tables)
  await client.query(`lock table ${owners.join(", ")} in access exclusive mode`)
  for (const table of owners) {
    const { rowCount } = await client.query(`select 1 from ${table} limit 1`)
    if (rowCount) throw notEmpty()
  }
}

export function notEmpty(): StartError {
  return new StartError(
    "This database already has users or organisations: restore into an empty one (another DATA_DIR or DATABASE_URL). Nothing was changed.",
  )
}

async function loadTables(
  client: pg.Client,
  manifest: Manifest,
  entries: AsyncIterator<Entry>,
  seal: Seal,
  onTable: (table: string, rows: number) => void,
): Promise<{ rows: Record<string, number>; closing: Closing }> {
  const rows: Record<string, number> = {}
  let next = await entries.next()
  while (!next.done && next.value.name !== names.closing) {
    const table = tableOf(next.value.name)
    const columns = table === undefined ? undefined : manifest.tables[table]
    if (table === undefined || columns === undefined || table in rows) throw damaged()
    const list = columns.map((column) => pg.escapeIdentifier(column)).join(", ")
    const copy = client.query(copyFrom(`copy ${quoted(table)} (${list}) from stdin`))
    await pipeline(Readable.from(partsOf(table)), copy)
    rows[table] = copy.rowCount
    onTable(table, copy.rowCount)
  }
  if (next.done) throw damaged()
  const closing = readClosing(next.value.content)
  if (closing.sha256 !== seal.end()) throw damaged()
  // Reading on to the end of the file has its own checksum looked at.
  if (!(await entries.next()).done) throw damaged()
  return { rows, closing }

  async function* partsOf(table: string): AsyncGenerator<Buffer> {
    while (!next.done && tableOf(next.value.name) === table) {
      seal.add(next.value)
      yield next.value.content
      next = await entries.next()
    }
  }
}

function quoted(name: string): string {
  return `public.${pg.escapeIdentifier(name)}`
}
