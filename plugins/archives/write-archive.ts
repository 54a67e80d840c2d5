import { createHash, createHmac, hash } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Readable } from "node:stream"
import packageJson from "../../package.json" with { type: "json" }
import type { Organisation } from "../../server/access.ts"
import type { Db } from "../../server/database.ts"
import { projectRoot } from "../../server/project.ts"
import { daysOf } from "../ledger/periods.ts"
import { readLines } from "../ledger/read-lines.ts"
import type { Seals } from "../ledger/seal.ts"
import type { Chain } from "../ledger/tables.ts"
import type { ArchivePeriod } from "./archive-period.ts"
import type { ArchiveFile } from "./files/archive-file.ts"
import { closingFiles } from "./files/closing-files.ts"
import { journalFiles } from "./files/journal-files.ts"
import { operationFiles } from "./files/operation-files.ts"
import { Source } from "./files/source.ts"
import { statementFiles } from "./files/statement-files.ts"
import { ticketFile } from "./files/ticket-file.ts"
import { notice } from "./notice.ts"

export const format = "parterre-archive/1"

export interface ArchiveInput {
  db: Db
  organisation: Organisation
  period: ArchivePeriod
  seals: Seals
  /** Of this archive alone: seals its files and hides the keys of its lines. */
  key: Buffer
  number: number
  previous: { number: number; fingerprint: string } | null
  ledgerVersion: string
  /** Who and when: with the same, the same bytes come out. */
  by: string | null
  now: Date
  /** Told of each line that is written. */
  onLine?: () => void
}

export interface ArchiveSummary {
  /** Of the list of files, hexadecimal: names the whole archive. */
  fingerprint: string
  seal: string
  /** Whether every line was as it was sealed. */
  sound: boolean
}

/** The folder of the archive, and the name of its file without ".zip". */
export function archiveName({ slug }: Pick<Organisation, "slug">, period: string, number: number): string {
  return `archive-${slug}-${period}-no${number}`
}

interface Written {
  nom: string
  octets: number
  lignes: number
  sha256: string
  hmac: string
}

/** Files before this one are listed in it, for sha256sum. */
const sums = "SHA256SUMS"

/**
 * Writes an archive as a ZIP that is read to its end: nothing is kept in memory but the statements of the period.
 * `summary` is there once it is.
 */
export async function writeArchive(
  input: ArchiveInput,
): Promise<{ zip: Readable; summary(): ArchiveSummary }> {
  const { ZipFile } = await import("yazl")
  const zip = new ZipFile()
  const source = new Source(input)
  const written: Written[] = []
  let summary: ArchiveSummary | undefined
  const folder = archiveName(input.organisation, input.period.name, input.number)
  const add = (name: string, lines: () => AsyncIterable<string>, listed = true) =>
    zip.addReadStreamLazy(
      `${folder}/${name}`,
      { mtime: input.now, mode: 0o100644, forceDosTimestamp: true } as never,
      (ready) => {
        const stream = Readable.from(listed ? tallied(name, lines(), input.key, written) : chunked(lines()))
        stream.on("error", (error) => zip.emit("error", error))
        ready(null, stream)
      },
    )

  const tables = [
    ...operationFiles(source),
    ...closingFiles(source),
    ...statementFiles(source),
    ticketFile(source),
    ...journalFiles(source),
  ]
  for (const file of tables)
    add(file.name, async function* () {
      for await (const line of file.lines()) {
        input.onLine?.()
        yield line
      }
    })
  add("meta.json", async function* () {
    yield json(await metaOf(input, source, tables))
  })
  add("LISEZMOI.txt", async function* () {
    yield notice(input, tables, source.faults)
  })
  add("verifier.py", async function* () {
    yield readFileSync(join(projectRoot, "dist", "verifier.py"), "utf8")
  })
  let list = ""
  add(
    sums,
    async function* () {
      list = written.map(({ nom, sha256 }) => `${sha256}  ${nom}\n`).join("")
      yield list
    },
    false,
  )
  add(
    "hash.json",
    async function* () {
      const fingerprint = hash("sha256", list, "hex")
      const seal = createHmac("sha256", input.key).update(list).digest("hex")
      summary = { fingerprint, seal, sound: source.faults.length === 0 }
      yield json({ format, fichiers: written, empreinte: fingerprint, sceau: seal })
    },
    false,
  )
  zip.end()
  const out = zip.outputStream as unknown as Readable
  zip.on("error", (error) => out.destroy(error as Error))
  return {
    zip: out,
    summary() {
      if (!summary) throw new Error("the archive was not read to its end")
      return summary
    },
  }
}

const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`

/** The bytes of a file in pieces of some size, and what they are known by afterwards. */
async function* tallied(name: string, lines: AsyncIterable<string>, key: Buffer, written: Written[]) {
  const sha256 = createHash("sha256")
  const hmac = createHmac("sha256", key)
  let octets = 0
  let lignes = 0
  for await (const chunk of chunked(lines)) {
    sha256.update(chunk)
    hmac.update(chunk)
    octets += chunk.length
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lignes++
    yield chunk
  }
  written.push({ nom: name, octets, lignes, sha256: sha256.digest("hex"), hmac: hmac.digest("hex") })
}

const chunkLength = 64 * 1024

async function* chunked(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let text = ""
  for await (const line of lines) {
    text += line
    if (text.length < chunkLength) continue
    yield Buffer.from(text)
    text = ""
  }
  if (text !== "") yield Buffer.from(text)
}

async function metaOf(input: ArchiveInput, source: Source, tables: readonly ArchiveFile[]) {
  const { organisation, period, previous } = input
  const { timezone, closingTime } = await daysOf(input.db, organisation.id)
  const chain = async (name: Chain) => {
    const { first, last } = period[name]
    const [end] = await readLines(input.db, name, BigInt(last), BigInt(last))
    const before = await source.macBefore(name)
    return {
      premier: first,
      dernier: last,
      mac_precedent: before,
      mac_dernier: last < first ? before : end?.mac,
    }
  }
  return {
    format,
    numero: input.number,
    precedente: previous && { numero: previous.number, empreinte: previous.fingerprint },
    organisme: {
      id: organisation.id,
      nom: organisation.name,
      siret: organisation.legal.siret ?? null,
      licences: organisation.legal.licences,
      assujetti_tva: organisation.legal.vatLiable,
      monnaie: organisation.currency,
      fuseau: timezone,
      heure_cloture: closingTime,
    },
    logiciel: { nom: "Parterre", version: packageJson.version, version_fiscale: input.ledgerVersion },
    periode: { nom: period.name, du: period.firstDay, au: period.lastDay, jusqu_a: period.until },
    chaines: {
      operations: await chain("operations"),
      closings: await chain("closings"),
      journal: await chain("journal"),
    },
    edition: { date: input.now.toISOString(), par: input.by },
    lignes_non_conformes: source.faults.map(({ chain: name, number }) => ({ chaine: name, numero: number })),
    fichiers: tables.map(({ name }) => name),
  }
}
