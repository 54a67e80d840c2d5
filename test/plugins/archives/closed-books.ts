import { spawnSync } from "node:child_process"
import { createWriteStream, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"
import type { Test } from "tap"
import { archivePeriod } from "../../../plugins/archives/archive-period.ts"
import { archiveKey, makeArchiveFile } from "../../../plugins/archives/make-archive.ts"
import { closeByClock } from "../../../plugins/ledger/close-by-clock.ts"
import { closePeriods } from "../../../plugins/ledger/close-periods.ts"
import { dayOf, type Period } from "../../../plugins/ledger/periods.ts"
import { recordEntries } from "../../../plugins/ledger/record-entries.ts"
import { recordLine } from "../../../plugins/ledger/record-line.ts"
import { makePerformance, type TestApp, type TestPerformance } from "../../harness.ts"
import { counter } from "../../support/till.ts"

const oneDay = 86_400_000
const days = { timezone: "Europe/Paris", closingTime: "04:00" }

export const today = () => dayOf(new Date(), days)
export const tomorrow = () => dayOf(new Date(Date.now() + oneDay), days)

export async function close(
  { app, organisation, db }: TestApp,
  period: Period,
  date: string,
  now = new Date(),
) {
  return db
    .transaction()
    .execute((trx) =>
      closePeriods(trx, app.ledger, { organisationId: organisation.id, period, date, now, by: "user:7" }),
    )
}

/** An evening with a bit of everything, in a performance whose names are awkward. */
export async function evening(cast: TestApp): Promise<TestPerformance> {
  const { app, organisation, owner } = cast
  const performance = await makePerformance(app, organisation, {
    startsAt: new Date(Date.now() + 20 * 60_000),
    amount: 2400,
  })
  await owner.query(`update events set title = '{"fr":"=\\"Ubu; roi\\""}'`)
  await owner.query(`update tariffs set name = '-26 ans; étudiants' where ref = 'reduit'`)
  const desk = counter(cast)
  const session = await desk.open(`guichet-${performance.performanceId}`, 5000)
  const sale = await desk.sell(session, performance, { quantity: 3 })
  await desk.sell(session, performance, { quantity: 2, tariff: "reduit", method: "card" })
  await desk.sell(session, performance, { quantity: 1, tariff: "gratuit" })
  const [one, two] = sale.tickets
  const refund = { method: "cash" }
  const answers = [
    await desk.post("cancellations", { tickets: [one?.id], reason: "malade", refund }),
    await desk.post("reprints", { ticketId: two?.id, reason: "perdu" }),
  ]
  for (const { statusCode, body } of answers) if (statusCode !== 201) throw new Error(body)
  await desk.post("scans", {
    code: sale.tickets[2]?.code,
    performanceId: performance.performanceId,
    gate: "A",
  })
  await recordEntries(app)
  return performance
}

/** Two closed days: an evening in each, and some lines in the technical journal. */
export async function twoDays(cast: TestApp): Promise<string> {
  const { app, organisation, db } = cast
  for (const kind of ["start", "sign_in_failed", "stop"])
    await db.transaction().execute((trx) =>
      recordLine(trx, app.ledger.seals, {
        organisationId: organisation.id,
        chain: "journal",
        kind,
        content: { by: null, about: { version: "0.1.0" } },
      }),
    )
  await evening(cast)
  await close(cast, "day", today())
  await evening(cast)
  await closeByClock(app, new Date(Date.now() + 2 * oneDay))
  return `${today()}_${tomorrow()}`
}

export interface MadeArchive {
  zip: string
  key: string
  number: number
  fingerprint: string
}

export async function archived(
  { app, organisation, db }: TestApp,
  name: string,
  folder: string,
): Promise<MadeArchive> {
  const period = await archivePeriod(db, name)
  let zip = ""
  const made = await makeArchiveFile(
    app,
    { organisationId: organisation.id, period, by: null },
    async (bytes, file) => {
      zip = join(folder, file)
      const out = createWriteStream(zip)
      await pipeline(bytes, out)
      return out.bytesWritten
    },
  )
  const number = made.number ?? 0
  return {
    zip,
    number,
    key: archiveKey(app, organisation.id, number).toString("hex"),
    fingerprint: made.fingerprint?.toString("hex") ?? "",
  }
}

const python = (args: string[], cwd: string) => {
  const { PATH = "" } = process.env
  const { status, stdout, stderr } = spawnSync("python3", ["-I", ...args], {
    cwd,
    env: { PATH },
    encoding: "utf8",
  })
  return { code: status, says: stdout + stderr }
}

/** A folder outside the repository: what runs there finds no package of ours. */
export function scratch(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), "parterre-archive-"))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The files of an archive in a folder of their own. */
export function extracted(t: Test, { zip }: Pick<MadeArchive, "zip">): string {
  const folder = scratch(t)
  const { code, says } = python(["-m", "zipfile", "-e", zip, folder], folder)
  if (code !== 0) throw new Error(says)
  return join(folder, readdirSync(folder)[0] ?? "")
}

/** Runs the verifier that lies in `folder`, on it or on a file: nothing of ours is near it. */
export function verify(folder: string, key?: string, target?: string): { code: number | null; says: string } {
  const away = join(folder, "..", "away")
  mkdirSync(away, { recursive: true })
  return python(
    [join(folder, "verifier.py"), ...(target ? [target] : []), ...(key ? ["--cle", key] : [])],
    away,
  )
}
