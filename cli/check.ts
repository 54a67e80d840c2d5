import { readConfig } from "../server/config.ts"
import { applicationConnection } from "../server/database.ts"
import { Secrets } from "../server/secrets.ts"
import { StartError } from "../server/start-error.ts"
import { readArguments, type Usage } from "./arguments.ts"
import { readSecret } from "./backup/secret.ts"
import { checkAddress } from "./check/address.ts"
import { checkApplicationRole } from "./check/application-role.ts"
import { checkDatabase } from "./check/database.ts"
import { checkDisk } from "./check/disk.ts"
import { type Finding, good, marks } from "./check/finding.ts"
import { checkJobs } from "./check/jobs.ts"
import { checkLedger } from "./check/ledger.ts"
import { checkMail } from "./check/mail.ts"
import { checkPayments } from "./check/payments.ts"
import { checkQueue } from "./check/queue.ts"
import { checkSecret } from "./check/secret.ts"
import { connectOwner, loadModules, openDatabase } from "./open.ts"

export const usage: Usage = {
  check: "say in plain words whether everything is configured and healthy; nothing is changed",
}

export async function run(args: string[]): Promise<void> {
  readArguments(args, "check", [], {})
  let broken = 0
  for await (const { state, says } of findings()) {
    process.stdout.write(`${marks[state]} ${says}\n`)
    if (state === "bad") broken++
  }
  if (broken > 0) throw new StartError(broken === 1 ? "One thing is broken." : `${broken} things are broken.`)
}

async function* findings(): AsyncGenerator<Finding> {
  const config = await orBad(() => readConfig(process.env))
  if (isFinding(config)) return yield config
  yield good("The variables are usable.")
  const modules = await orBad(() => loadModules(config))
  if (isFinding(modules)) yield modules
  else {
    yield good(`Modules: ${modules.plugins.map(({ name }) => name).join(", ")}.`)
    yield* checkStores()
  }
  yield checkLedger()
  yield* checkMail(config)
  yield* checkPayments(config)
  yield* checkAddress(config)
  yield* checkDisk(config)

  async function* checkStores(): AsyncGenerator<Finding> {
    if (isFinding(config) || isFinding(modules)) return
    const database = await orBad(() => openDatabase(config))
    if (isFinding(database)) return yield database
    try {
      const client = await orBad(() => connectOwner(database.owner))
      if (isFinding(client)) return yield client
      try {
        yield* checkDatabase(client, database, modules.sources)
        const secret = await orBad(() => readSecret(config))
        if (isFinding(secret)) return yield secret
        if (secret === undefined)
          return yield { state: "bad", says: "There is no secret yet: start Parterre once." }
        const secrets = new Secrets(secret)
        const application = applicationConnection(database.owner, secrets)
        yield* checkSecret(config, client, secrets)
        yield* checkApplicationRole(application)
        yield* checkQueue(config, application)
        yield* checkJobs(client)
      } finally {
        await client.end()
      }
    } finally {
      await database.close()
    }
  }
}

/** What `work` gives, or the finding that it could not be done. */
async function orBad<T>(work: () => T | Promise<T>): Promise<T | Finding> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StartError) return { state: "bad", says: error.message }
    throw error
  }
}

function isFinding(value: unknown): value is Finding {
  return typeof value === "object" && value !== null && "says" in value
}
