import { createWriteStream } from "node:fs"
import { rename, rm, stat } from "node:fs/promises"
import { resolve } from "node:path"
import { Readable, type Writable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { createGzip } from "node:zlib"
import packageJson from "../package.json" with { type: "json" }
import { noteOutside } from "../plugins/ledger/note-outside.ts"
import { readConfig } from "../server/config.ts"
import { applicationConnection, type Connection, Databases } from "../server/database.ts"
import { Secrets } from "../server/secrets.ts"
import { StartError } from "../server/start-error.ts"
import { readArguments, type Usage } from "./arguments.ts"
import { toTar } from "./backup/archive.ts"
import { format } from "./backup/manifest.ts"
import { backupEntries, beginReading } from "./backup/read-database.ts"
import { fingerprint, readSecret } from "./backup/secret.ts"
import { isUpToDate, migrationState } from "./migration-state.ts"
import { connectOwner, loadModules, openDatabase } from "./open.ts"

const synopsis = "backup FILE [--with-secret | --without-secret]"

export const usage: Usage = {
  [synopsis]:
    "write everything to one file (-: to standard output), while Parterre runs or not; it holds the secret of DATA_DIR, but not SECRET_KEY, unless told otherwise",
}

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args, synopsis, ["FILE"], {
    "with-secret": { type: "boolean" },
    "without-secret": { type: "boolean" },
  })
  const config = readConfig(process.env)
  const { sources } = await loadModules(config)
  const database = await openDatabase(config)
  try {
    const secret = await readSecret(config)
    const client = await connectOwner(database.owner)
    try {
      const states = (await migrationState(client, sources)).filter(({ applied }) => applied.length > 0)
      if (!secret || states.length === 0) throw new StartError("There is nothing to back up yet.")
      const holdsSecret =
        values["with-secret"] ?? (!values["without-secret"] && config.secretKey === undefined)
      const manifest = {
        format,
        parterre: packageJson.version,
        postgres: (await client.query("show server_version")).rows[0].server_version,
        createdAt: new Date().toISOString(),
        secretFingerprint: fingerprint(secret),
        holdsSecret,
        migrations: Object.fromEntries(states.map(({ module, applied }) => [module, applied])),
        tables: await beginReading(client),
      } as const
      let total = 0
      const entries = backupEntries(client, manifest, holdsSecret ? secret : undefined, (table, rows) => {
        total += rows
        process.stderr.write(`${String(rows).padStart(10)}  ${table}\n`)
      })
      const file = await write(positionals[0], entries)
      const says = holdsSecret
        ? "It holds the instance's secret and personal data: keep it where nobody else can read it."
        : "It does not hold SECRET_KEY: keep that too, without it the tickets can't be signed again."
      if (isUpToDate(await migrationState(client, sources)))
        await noteBackup(database.owner, new Secrets(secret), total)
      process.stderr.write(`${total} rows were written to ${file}. ${says}\n`)
    } finally {
      await client.end()
    }
  } finally {
    await database.close()
  }
}

async function noteBackup(owner: Connection, secrets: Secrets, rows: number): Promise<void> {
  const databases = new Databases(applicationConnection(owner, secrets), 1, () => undefined)
  try {
    await noteOutside({ databases, secrets }, { kind: "backup", about: { rows } })
  } finally {
    await databases.close()
  }
}

/** Writes beside FILE first: an older backup of that name stays until the new one is whole and on the disk. */
async function write(name: string, entries: ReturnType<typeof backupEntries>): Promise<string> {
  const archive = (sink: Writable) => pipeline(Readable.from(toTar(entries, new Date())), createGzip(), sink)
  if (name === "-") {
    await archive(process.stdout)
    return "standard output"
  }
  const file = resolve(name)
  const part = `${file}.${process.pid}.part`
  try {
    await archive(createWriteStream(part, { mode: 0o600, flags: "wx", flush: true }))
    await rename(part, file)
    return `${file} (${size((await stat(file)).size)})`
  } catch (error) {
    await rm(part, { force: true })
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error
    throw new StartError(`The backup can't be written to ${file}: ${(error as Error).message}.`)
  }
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
