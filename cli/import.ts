import { readFile } from "node:fs/promises"
import { type ImportFile, runImport } from "../plugins/catalogue/imports/run-import.ts"
import { readConfig } from "../server/config.ts"
import { StartError } from "../server/start-error.ts"
import { readArguments, type Usage } from "./arguments.ts"
import { findOrganisation } from "./find-organisation.ts"
import { openApp } from "./open.ts"

const season = "import season FILE [--org SLUG]"
const agenda = "import agenda FILE --capacity N [--org SLUG]"

export const usage: Usage = {
  [season]: "bring the programme to a season file (parterre-season/1), all of it or nothing",
  [agenda]: "bring in an OpenAgenda or Opendatasoft export, each performance with N places",
}

export async function run([form, ...args]: string[]): Promise<void> {
  const org = { type: "string" } as const
  if (form === "season") {
    const { values, positionals } = readArguments(args, season, ["FILE"], { org })
    await importFile({ kind: "season", body: await readJson(positionals[0]) }, values.org)
  } else if (form === "agenda") {
    const { values, positionals } = readArguments(args, agenda, ["FILE"], {
      org,
      capacity: { type: "string" },
    })
    const capacity = Number(values.capacity)
    if (!Number.isInteger(capacity) || capacity < 1 || capacity > 1_000_000)
      throw new StartError("Say with --capacity how many places each performance has.")
    await importFile({ kind: "agenda", body: await readJson(positionals[0]), capacity }, values.org)
  } else throw new StartError(`Usage: parterre ${season}\n       parterre ${agenda}`)
}

async function importFile(file: ImportFile, slug: string | undefined): Promise<void> {
  const { app, close } = await openApp(readConfig(process.env))
  try {
    const { id } = await findOrganisation(app.databases.system, slug)
    const organisation = await app.identity.organisationById(id)
    const result = await runImport(app.databases.forOrganisation(id), app.events, organisation, file)
    for (const { path, message } of result.warnings) process.stdout.write(`  ${path || "/"}: ${message}\n`)
    process.stdout.write(
      `${organisation.name}: ${result.events} events with ${result.performances} performances were read. ` +
        `${result.created} new, ${result.updated} changed, ${result.unchanged} as they were, ${result.warnings.length} warnings.\n`,
    )
  } finally {
    await close()
  }
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch((error: Error) => {
    throw new StartError(`${file} can't be read: ${error.message}.`)
  })
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new StartError(`${file} is not JSON: ${(error as Error).message}.`)
  }
}
