import { createWriteStream } from "node:fs"
import { rename, rm } from "node:fs/promises"
import { resolve } from "node:path"
import type { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { archivePeriod } from "../plugins/archives/archive-period.ts"
import { archiveKey, makeArchiveFile } from "../plugins/archives/make-archive.ts"
import { readConfig } from "../server/config.ts"
import type { App } from "../server/plugin.ts"
import { StartError } from "../server/start-error.ts"
import { readArguments, type Usage } from "./arguments.ts"
import { type FoundOrganisation, findOrganisation } from "./find-organisation.ts"
import { openApp } from "./open.ts"

const make = "archive ORGANISATION (--period 2026-11 | --from DAY --to DAY) --out FILE"
const key = "archive ORGANISATION --key NUMBER"

export const usage: Usage = {
  [make]:
    "write a closed year, month or run of days to a ZIP in open formats, sealed, with what verifies it without Parterre",
  [key]:
    "say the key that verifies the seals of an archive; that it was given is written in the technical journal",
}

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args, `${make}\n       parterre ${key}`, ["ORGANISATION"], {
    period: { type: "string" },
    from: { type: "string" },
    to: { type: "string" },
    out: { type: "string" },
    key: { type: "string" },
  })
  const { app, close } = await openApp(readConfig(process.env))
  try {
    const organisation = await findOrganisation(app.databases.system, positionals[0])
    if (values.key !== undefined) await sayKey(app, organisation, values.key)
    else await writeFile(app, organisation, periodName(values), values.out)
  } finally {
    await close()
  }
}

function periodName({ period, from, to }: { period?: string; from?: string; to?: string }): string {
  if (period !== undefined && from === undefined && to === undefined) return period
  if (period === undefined && from !== undefined && to !== undefined)
    return from === to ? from : `${from}_${to}`
  throw new StartError(
    "Say which period: --period 2026-11, --period 2026, or --from 2026-11-01 --to 2026-11-15.",
  )
}

async function writeFile(app: App, organisation: FoundOrganisation, name: string, out: string | undefined) {
  if (out === undefined) throw new StartError("Say with --out which file to write.")
  const db = app.databases.forOrganisation(organisation.id)
  const period = await archivePeriod(db, name)
  const file = resolve(out)
  // Beside FILE first: what bears the name is whole and on the disk, and has its number.
  const part = `${file}.${process.pid}.part`
  try {
    const archive = await makeArchiveFile(app, { organisationId: organisation.id, period, by: null }, (zip) =>
      save(zip, part),
    )
    await rename(part, file)
    const doubt = archive.sound
      ? ""
      : "\nSome lines are not as they were sealed: LISEZMOI.txt and verifier.py say which."
    process.stdout.write(
      `${organisation.name}: archive ${archive.number} holds ${archive.operations} operations, in ${file}.\n` +
        `Fingerprint: ${archive.fingerprint?.toString("hex")}${doubt}\n`,
    )
  } catch (error) {
    await rm(part, { force: true })
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error
    throw new StartError(`The archive can't be written to ${file}: ${(error as Error).message}.`)
  }
}

async function save(zip: Readable, part: string): Promise<number> {
  const file = createWriteStream(part, { mode: 0o600, flags: "wx", flush: true })
  await pipeline(zip, file)
  return file.bytesWritten
}

async function sayKey(app: App, { id, name }: FoundOrganisation, given: string): Promise<void> {
  const number = Number(given)
  const db = app.databases.forOrganisation(id)
  const known =
    Number.isInteger(number) &&
    (await db.selectFrom("archives").select("id").where("number", "=", number).executeTakeFirst())
  if (!known) throw new StartError(`${name} has no archive ${given}.`)
  await app.journal.noteNow({ organisationId: id, kind: "archive_key", about: { number } })
  process.stdout.write(`${archiveKey(app, id, number).toString("hex")}\n`)
}
