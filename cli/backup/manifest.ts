import { type Static, Type } from "typebox"
import { Value } from "typebox/value"
import { StartError } from "../../server/start-error.ts"
import { damaged, type Entry } from "./archive.ts"

export const format = "parterre-backup/1"

const Text = Type.String()

/** The first entry of a backup: what the data are and what they fit. */
const Manifest = Type.Object({
  format: Type.Literal(format),
  parterre: Text,
  postgres: Text,
  createdAt: Text,
  /** Tells the instance's secret from others without saying it. */
  secretFingerprint: Text,
  /** Whether the secret itself is the next entry. */
  holdsSecret: Type.Boolean(),
  /** The migrations that each module had had. */
  migrations: Type.Record(Text, Type.Array(Text)),
  /** The columns of each table, in the order of the data. */
  tables: Type.Record(Text, Type.Array(Text)),
})
export type Manifest = Static<typeof Manifest>

/** The last entry: what can only be said once everything is written. */
const Closing = Type.Object({
  rows: Type.Record(Text, Type.Integer({ minimum: 0 })),
  /** The last number that each sequence has given. */
  sequences: Type.Record(Text, Text),
  /** Of all entries before this one. */
  sha256: Text,
})
export type Closing = Static<typeof Closing>

/** The names of the entries, in the order of the file; the tables' parts come between secret and closing. */
export const names = { manifest: "manifest.json", secret: "secret.key", closing: "closing.json" } as const

/** "tables/orders/000012": the twelfth part of a table's data, in PostgreSQL's text format of COPY. */
export const partName = (table: string, number: number) =>
  `tables/${table}/${String(number).padStart(6, "0")}`

export function tableOf(name: string): string | undefined {
  return /^tables\/([^/]+)\/\d+$/.exec(name)?.[1]
}

export function toEntry(name: string, value: Manifest | Closing): Entry {
  return { name, content: Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`) }
}

/** @throws StartError when the file is no backup that this Parterre reads. */
export function readManifest(entry: Entry | undefined): Manifest {
  const value = entry?.name === names.manifest ? parse(entry.content) : undefined
  if (Value.Check(Manifest, value)) return value
  const other = (value as { format?: unknown } | undefined)?.format
  if (typeof other === "string" && other.startsWith("parterre-backup/") && other !== format)
    throw new StartError(
      `This backup is written in a newer way (${other}): restore it with a newer Parterre.`,
    )
  throw new StartError("This is not a backup of Parterre.")
}

export function readClosing(content: Buffer): Closing {
  const value = parse(content)
  if (!Value.Check(Closing, value)) throw damaged()
  return value
}

function parse(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString("utf8"))
  } catch {
    return undefined
  }
}
