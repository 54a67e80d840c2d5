import { refreshTraining } from "../plugins/training/refresh-training.ts"
import { readConfig } from "../server/config.ts"
import { readArguments, type Usage } from "./arguments.ts"
import { findOrganisation } from "./find-organisation.ts"
import { openApp } from "./open.ts"

const training = "training [--org SLUG]"

export const usage: Usage = {
  [training]: "make the double in which people practise, or give it the programme of today",
}

export async function run(args: string[]): Promise<void> {
  const { values } = readArguments(args, training, [], { org: { type: "string" } })
  const { app, close } = await openApp(readConfig(process.env))
  try {
    const { id } = await findOrganisation(app.databases.system, values.org)
    const organisation = await app.identity.organisationById(id)
    const { slug } = await refreshTraining(app, organisation)
    process.stdout.write(`${organisation.name} practises at ${app.config.publicUrl}/admin/${slug}.\n`)
  } finally {
    await close()
  }
}
