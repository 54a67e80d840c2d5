import { appendFile, mkdir, open, readFile } from "node:fs/promises"
import { join } from "node:path"
import { inEachOrganisation } from "../../server/housekeeping.ts"
import type { App } from "../../server/plugin.ts"
import { readHead } from "./read-lines.ts"
import { macOf } from "./seal.ts"
import type { Chain } from "./tables.ts"

/** What a chain ended with at some time, kept outside the database: what was there then must be there for ever. */
export interface Anchor {
  at: string
  chain: Chain
  number: number
  /** Hexadecimal. */
  mac: string
}

interface KeptAnchor extends Anchor {
  /** So that nobody without the instance's secret can put an anchor of their own into the file. */
  proof: string
}

export const chains: readonly Chain[] = ["operations", "closings", "journal"]
/** More than this many are not compared: the oldest are then passed over, the newest count most. */
const most = 20_000

const fileOf = (app: App, organisationId: string) =>
  join(app.config.dataDir, "ledger", `${organisationId}.anchors`)

const proofOf = (app: App, organisationId: string, { at, chain, number, mac }: Anchor) =>
  macOf(app.secrets.derive(`ledger anchors ${organisationId}`), `${at}\n${chain}\n${number}\n${mac}`)

/** The ends of the chains that moved since the last time, written to a file of DATA_DIR and forced to the disk. */
export async function anchorHeads(app: App): Promise<void> {
  await inEachOrganisation(app, async (_db, organisationId) => {
    await anchorHead(app, organisationId)
  })
}

export async function anchorHead(app: App, organisationId: string): Promise<Anchor[]> {
  const db = app.databases.forOrganisation(organisationId)
  const added: KeptAnchor[] = []
  for (const chain of chains) {
    const head = await readHead(db, chain)
    const known = app.ledger.anchored.get(`${organisationId} ${chain}`)
    if (head.number === 0n || known === head.mac) continue
    const anchor = { at: new Date().toISOString(), chain, number: Number(head.number), mac: head.mac }
    added.push({ ...anchor, proof: proofOf(app, organisationId, anchor) })
  }
  if (added.length === 0) return []
  await mkdir(join(app.config.dataDir, "ledger"), { recursive: true })
  const file = fileOf(app, organisationId)
  await appendFile(file, added.map((anchor) => `${JSON.stringify(anchor)}\n`).join(""), { mode: 0o600 })
  const handle = await open(file, "r")
  await handle.sync().finally(() => handle.close())
  for (const { chain, mac } of added) app.ledger.anchored.set(`${organisationId} ${chain}`, mac)
  return added
}

/** The anchors of the file. Lines that the instance did not write are told apart, and not used. */
export async function readAnchors(
  app: App,
  organisationId: string,
): Promise<{ anchors: Anchor[]; forged: number }> {
  let text: string
  try {
    text = await readFile(fileOf(app, organisationId), "utf8")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { anchors: [], forged: 0 }
    throw error
  }
  const lines = text.split("\n").filter(Boolean).slice(-most)
  const anchors = lines.flatMap((line) => {
    const anchor = parse(line)
    return anchor && anchor.proof === proofOf(app, organisationId, anchor) ? [anchor] : []
  })
  return { anchors, forged: lines.length - anchors.length }
}

function parse(line: string): KeptAnchor | undefined {
  try {
    return JSON.parse(line) as KeptAnchor
  } catch {
    // The last line of a process that was killed while it wrote.
    return undefined
  }
}
