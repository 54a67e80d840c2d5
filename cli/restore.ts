import { createReadStream } from "node:fs"
import type pg from "pg"
import { noteOutside } from "../plugins/ledger/note-outside.ts"
import { SigningKeys } from "../plugins/tickets/signing-keys.ts"
import { type Config, readConfig } from "../server/config.ts"
import { applicationConnection, type Connection, Databases } from "../server/database.ts"
import { type MigrationSource, migrate } from "../server/migrate.ts"
import { Secrets } from "../server/secrets.ts"
import { StartError } from "../server/start-error.ts"
import { readArguments, type Usage } from "./arguments.ts"
import { damaged, type Entry, readArchive, Seal } from "./backup/archive.ts"
import { type Manifest, names, readManifest } from "./backup/manifest.ts"
import { refuseMisfit, sourcesOfThen } from "./backup/schema-of-then.ts"
import { chooseSecret, fingerprint, keepSecret, type RestoredSecret } from "./backup/secret.ts"
import { loadBackup, notEmpty } from "./backup/write-database.ts"
import { migrationState } from "./migration-state.ts"
import { connectOwner, loadModules, openDatabase } from "./open.ts"
import { forgetJobs } from "./queue.ts"

const synopsis = "restore FILE [--other-secret]"

export const usage: Usage = {
  [synopsis]:
    "fill an empty database from a backup (-: from standard input), bring it to this version, and say what came back",
}

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args, synopsis, ["FILE"], {
    "other-secret": { type: "boolean", default: false },
  })
  const config = readConfig(process.env)
  const { sources } = await loadModules(config)
  const entries = readEntries(positionals[0])
  try {
    const seal = new Seal()
    const { manifest, secret } = await readHead(entries, seal)
    const chosen = await chooseSecret(
      config,
      { fingerprint: manifest.secretFingerprint, secret },
      values["other-secret"],
    )
    const database = await openDatabase(config, true)
    try {
      await restore({ config, owner: database.owner, sources, manifest, entries, seal, secret: chosen })
    } finally {
      await database.close()
    }
  } finally {
    await entries.return(undefined)
  }
}

async function* readEntries(name: string): AsyncGenerator<Entry, undefined> {
  try {
    yield* readArchive(name === "-" ? process.stdin : createReadStream(name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error
    throw new StartError(`${name} can't be read: ${(error as Error).message}.`)
  }
}

async function readHead(entries: AsyncIterator<Entry>, seal: Seal) {
  const take = async () => {
    const { value, done } = await entries.next()
    if (done) throw damaged()
    seal.add(value)
    return value as Entry
  }
  const manifest = readManifest(await take())
  if (!manifest.holdsSecret) return { manifest, secret: undefined }
  const { name, content } = await take()
  const secret = content.toString("utf8").trim()
  if (name !== names.secret || fingerprint(secret) !== manifest.secretFingerprint) throw damaged()
  return { manifest, secret }
}

interface Restore {
  config: Config
  owner: Connection
  sources: readonly MigrationSource[]
  manifest: Manifest
  entries: AsyncIterator<Entry>
  seal: Seal
  secret: RestoredSecret
}

async function restore({ config, owner, sources, manifest, entries, seal, secret }: Restore): Promise<void> {
  const secrets = new Secrets(secret.text)
  const application = applicationConnection(owner, secrets)
  const client = await connectOwner(owner)
  try {
    await refuseUsers(client)
    refuseMisfit(manifest, await migrationState(client, sources))
    await forgetJobs(config)
    const then = await sourcesOfThen(manifest, sources)
    await migrate(owner, application, then.sources).finally(then.remove)
    let total = 0
    const { rows } = await loadBackup(client, manifest, entries, seal, {
      onTable: (table, count) => process.stderr.write(`${String(count).padStart(10)}  ${table}\n`),
      beforeCommit: async () => {
        if (secret.toKeep) await keepSecret(config, secret.text)
      },
    })
    for (const count of Object.values(rows)) total += count
    await migrate(owner, application, sources)
    if (secret.other) await replaceSigningKeys(client, application, secrets)
    await noteRestore(application, secrets, manifest)
    process.stdout.write(
      `${total} rows of ${manifest.createdAt} (Parterre ${manifest.parterre}) are back, and at this version.\n`,
    )
  } finally {
    await client.end()
  }
}

/** Whoever reads the books later sees that they were put back, and to when. */
async function noteRestore(
  application: Connection,
  secrets: Secrets,
  { createdAt, parterre }: Manifest,
): Promise<void> {
  const databases = new Databases(application, 1, () => undefined)
  try {
    await noteOutside({ databases, secrets }, { kind: "restored", about: { of: createdAt, parterre } })
  } finally {
    await databases.close()
  }
}

async function refuseUsers(client: pg.Client): Promise<void> {
  for (const table of ["users", "organisations"]) {
    const { rows } = await client.query("select to_regclass($1) as found", [`public.${table}`])
    if (!rows[0].found) continue
    const { rowCount } = await client.query(`select 1 from public.${table} limit 1`)
    if (rowCount) throw notEmpty()
  }
}

/** The private keys are sealed with a secret that is gone: the next ticket is signed by a new key. */
async function replaceSigningKeys(
  client: pg.Client,
  application: Connection,
  secrets: Secrets,
): Promise<void> {
  const { rows } = await client.query<{ id: string }>("select id from organisations order by id")
  const databases = new Databases(application, 2, () => undefined)
  try {
    const keys = new SigningKeys(secrets)
    for (const { id } of rows) await keys.rotate(databases.forOrganisation(id))
  } finally {
    await databases.close()
  }
  process.stderr.write(
    "The secret of this backup is lost: new tickets are signed by new keys, and the tickets sold before can't be printed again.\n",
  )
}
