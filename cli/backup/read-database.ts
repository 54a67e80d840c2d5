import type { Readable } from "node:stream"
import pg from "pg"
import { to as copyTo } from "pg-copy-streams"
import { type Entry, Seal } from "./archive.ts"
import { type Closing, type Manifest, names, partName, toEntry } from "./manifest.ts"

const partBytes = 1024 * 1024

/** The tables of the application: the queue's own and the migrations' are made anew by a restore. */
const tableColumns = `
  select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
  from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and c.relname not like 'migrations\\_%' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  group by c.relname order by c.relname`

/**
 * Makes the connection see one moment of the database until it ends, whatever goes on beside it, and answers the
 * columns of each table.
 */
export async function beginReading(client: pg.Client): Promise<Manifest["tables"]> {
  await client.query(
    `begin isolation level repeatable read read only;
     set local row_security = off; set local statement_timeout = 0;
     set local idle_in_transaction_session_timeout = 0;
     set local datestyle = 'ISO'; set local intervalstyle = 'postgres'; set local timezone = 'UTC'`,
  )
  const { rows } = await client.query<{ table: string; columns: string[] }>(tableColumns)
  const list = rows.map(({ table }) => `public.${pg.escapeIdentifier(table)}`)
  // No migration may change a table before it is read.
  if (list.length > 0) await client.query(`lock table ${list.join(", ")} in access share mode`)
  return Object.fromEntries(rows.map(({ table, columns }) => [table, columns]))
}

/** All entries of a backup, in order; memory stays the same whatever the size of the tables. */
export async function* backupEntries(
  client: pg.Client,
  manifest: Manifest,
  secret: string | undefined,
  onTable: (table: string, rows: number) => void,
): AsyncGenerator<Entry, void> {
  const seal = new Seal()
  const sealed = (entry: Entry) => {
    seal.add(entry)
    return entry
  }
  yield sealed(toEntry(names.manifest, manifest))
  if (secret !== undefined) yield sealed({ name: names.secret, content: Buffer.from(`${secret}\n`) })
  const rows: Closing["rows"] = {}
  for (const [table, columns] of Object.entries(manifest.tables)) {
    const list = columns.map((column) => pg.escapeIdentifier(column)).join(", ")
    const copy = client.query(
      copyTo(`copy (select ${list} from public.${pg.escapeIdentifier(table)}) to stdout`),
    )
    let number = 0
    for await (const content of inParts(copy)) yield sealed({ name: partName(table, ++number), content })
    // The count comes after the data, and before the next answer.
    await client.query("select 1")
    rows[table] = copy.rowCount
    onTable(table, copy.rowCount)
  }
  yield toEntry(names.closing, { rows, sequences: await readSequences(client), sha256: seal.end() })
}

async function* inParts(copy: Readable): AsyncGenerator<Buffer> {
  let chunks: Buffer[] = []
  let length = 0
  for await (const chunk of copy as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length < partBytes) continue
    yield Buffer.concat(chunks)
    chunks = []
    length = 0
  }
  if (length > 0) yield Buffer.concat(chunks)
}

/** Sequences are above transactions: read last, each is at least as far as what was read of its table. */
async function readSequences(client: pg.Client): Promise<Closing["sequences"]> {
  const { rows } = await client.query<{ name: string; last: string }>(
    `select sequencename as name, last_value::text as last from pg_sequences
     where schemaname = 'public' and last_value is not null order by 1`,
  )
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]))
}
