import { stat } from "node:fs/promises"
import { join } from "node:path"
import type pg from "pg"
import { openPrivateKey } from "../../plugins/tickets/signing-key.ts"
import type { Config } from "../../server/config.ts"
import type { Secrets } from "../../server/secrets.ts"
import { bad, doubt, type Finding, good } from "./finding.ts"

/** That the secret is the one that the ticket keys were sealed with, and that others can't read it. */
export async function* checkSecret(
  config: Config,
  client: pg.Client,
  secrets: Secrets,
): AsyncGenerator<Finding> {
  const from = config.secretKey ? "SECRET_KEY" : join(config.dataDir, "secret.key")
  if (!config.secretKey && (await stat(from)).mode & 0o077)
    yield doubt(`${from} can be read by others: give it mode 600.`)
  const sealed = await sealedKeys(client)
  const key = secrets.derive("ticket signing keys")
  try {
    for (const bytes of sealed) openPrivateKey(key, bytes)
    yield good(`The secret (${from}) is there and opens the ticket keys.`)
  } catch {
    yield bad(
      `The secret (${from}) is not the one that the ticket keys were sealed with: bring that one back.`,
    )
  }
}

/** The keys that sign now; those retired may have been sealed with a secret that is lost. */
async function sealedKeys(client: pg.Client): Promise<Buffer[]> {
  const { rows: found } = await client.query("select to_regclass('public.signing_keys') as table")
  if (!found[0].table) return []
  const { rows } = await client.query<{ sealed: Buffer }>(
    "select sealed_private_key as sealed from signing_keys where retired_at is null",
  )
  return rows.map(({ sealed }) => sealed)
}
