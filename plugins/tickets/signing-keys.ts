import type { KeyObject } from "node:crypto"
import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import { inTransaction } from "../../server/idempotency.ts"
import type { Secrets } from "../../server/secrets.ts"
import {
  createSigningKey,
  loadPrivateKey,
  loadPublicKey,
  openPrivateKey,
  sealPrivateKey,
} from "./signing-key.ts"

interface LoadedKey {
  publicKey: KeyObject
  privateKey: KeyObject
}

/** The organisations' keys. What was loaded is remembered: a key never changes. */
export class SigningKeys {
  readonly #secret: Buffer
  readonly #loaded = new Map<string, LoadedKey>()

  constructor(secrets: Secrets) {
    this.#secret = secrets.derive("ticket signing keys")
  }

  /**
   * Makes a new key; tickets issued from now on are signed by it. The keys before it are retired: they sign nothing
   * more, and what they signed stays good.
   */
  async rotate(db: Db | Trx): Promise<{ keyId: number }> {
    const { publicKey, privateKey } = createSigningKey()
    return inTransaction(db, async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtext('signing_keys'), current_organisation()::int)`.execute(
        trx,
      )
      await trx
        .updateTable("signing_keys")
        .set({ retired_at: new Date() })
        .where("retired_at", "is", null)
        .execute()
      const { rows } = await sql<{ keyId: number }>`
        insert into signing_keys (organisation_id, key_id, public_key, sealed_private_key)
        select current_organisation(), coalesce(max(key_id), 0) + 1, ${publicKey}, ${sealPrivateKey(this.#secret, privateKey)}
        from signing_keys where organisation_id = current_organisation()
        returning key_id as "keyId"`.execute(trx)
      const [row] = rows
      if (!row) throw new Error("no signing key was made")
      return row
    })
  }

  /** The organisation's first key, if it has none yet. */
  async ensure(trx: Trx): Promise<void> {
    await sql`select pg_advisory_xact_lock(hashtext('signing_keys'), current_organisation()::int)`.execute(
      trx,
    )
    const current = await trx
      .selectFrom("signing_keys")
      .select("key_id")
      .where("retired_at", "is", null)
      .executeTakeFirst()
    if (!current) await this.rotate(trx)
  }

  /** A key of the organisation `db` is bound to; undefined when it has none of this id. */
  async load(db: Db | Trx, organisationId: string, keyId: number): Promise<LoadedKey | undefined> {
    const name = `${organisationId}:${keyId}`
    const known = this.#loaded.get(name)
    if (known) return known
    const row = await db.selectFrom("signing_keys").selectAll().where("key_id", "=", keyId).executeTakeFirst()
    if (!row) return undefined
    const secret = this.#secret
    let opened: KeyObject | undefined
    const key = {
      publicKey: loadPublicKey(row.public_key),
      // Opened when it signs: a key of another instance's secret verifies still.
      get privateKey() {
        opened ??= loadPrivateKey(openPrivateKey(secret, row.sealed_private_key))
        return opened
      },
    }
    this.#loaded.set(name, key)
    return key
  }
}
