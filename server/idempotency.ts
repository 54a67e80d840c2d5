import { createHash } from "node:crypto"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { ColumnType } from "kysely"
import type { CreatedAt, Db, Trx } from "./database.ts"
import { problem } from "./problem.ts"

/** The first answer to each request that came with an `Idempotency-Key`. */
export interface IdempotencyKeyTable {
  organisation_id: string
  route: string
  key: string
  body_hash: Buffer
  status: number | null
  answer: ColumnType<unknown, string | null, string>
  created_at: CreatedAt
}

declare module "./database.ts" {
  interface Database {
    idempotency_keys: IdempotencyKeyTable
  }
}

/** Runs `work` in the transaction that `db` already is, or in one of its own. */
export function inTransaction<T>(db: Db | Trx, work: (trx: Trx) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db as Trx) : db.transaction().execute(work)
}

/**
 * Takes a key in the place of a request that may still come, or may have come and nobody knows: a request with this key finds
 * it used from now on. Gives the answer of the one that came before; null when there was none.
 */
export async function claimKey<T>(
  trx: Trx,
  { organisationId, route, key }: { organisationId: string; route: string; key: string },
): Promise<T | null> {
  const scope = { organisation_id: organisationId, route, key }
  // Waits for a request with this key that is under way.
  const claimed = await trx
    .insertInto("idempotency_keys")
    .values({ ...scope, body_hash: Buffer.alloc(0), status: null, answer: null })
    .onConflict((conflict) => conflict.doNothing())
    .returning("key")
    .executeTakeFirst()
  if (claimed) return null
  const first = await trx
    .selectFrom("idempotency_keys")
    .select("answer")
    .where("organisation_id", "=", organisationId)
    .where("route", "=", route)
    .where("key", "=", key)
    .executeTakeFirst()
  return (first?.answer ?? null) as T | null
}

/**
 * Answers a POST that takes seats or money once per `Idempotency-Key`: what `run` writes and the kept answer are one
 * transaction, so a repeat gets the first answer even after a crash, and two repeats at once do the work once. Without
 * the header, `run` simply runs. A refusal is not kept: nothing was taken.
 * @throws 422 idempotency_conflict when the key came before with another body.
 */
export async function answerOnce<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  run: (db: Db | Trx) => Promise<T>,
): Promise<T> {
  const key = request.headers["idempotency-key"]
  if (key === undefined) {
    const answer = await run(request.db)
    reply.code(status)
    return answer
  }
  if (typeof key !== "string" || key.length === 0 || key.length > 200)
    throw problem(422, "invalid_request", "Idempotency-Key must be 1 to 200 characters long.")
  const route = `${request.method} ${request.url.split("?")[0]}`
  const bodyHash = createHash("sha256")
    .update(JSON.stringify(request.body ?? null))
    .digest()
  return request.db.transaction().execute(async (trx) => {
    const scope = { organisation_id: request.organisation.id, route, key }
    const inserted = await trx
      .insertInto("idempotency_keys")
      .values({ ...scope, body_hash: bodyHash, status: null, answer: null })
      .onConflict((conflict) => conflict.doNothing())
      .returning("key")
      .executeTakeFirst()
    const mine = (query: { route: string; key: string }) =>
      trx
        .selectFrom("idempotency_keys")
        .selectAll()
        .where("organisation_id", "=", request.organisation.id)
        .where("route", "=", query.route)
        .where("key", "=", query.key)
    if (!inserted) {
      const first = await mine(scope).executeTakeFirstOrThrow()
      if (!first.body_hash.equals(bodyHash)) throw problem(422, "idempotency_conflict")
      reply.code(first.status ?? status).header("idempotent-replay", "true")
      return first.answer as T
    }
    const answer = await run(trx)
    await trx
      .updateTable("idempotency_keys")
      .set({ status, answer: JSON.stringify(answer) })
      .where("organisation_id", "=", scope.organisation_id)
      .where("route", "=", route)
      .where("key", "=", key)
      .execute()
    reply.code(status)
    return answer
  })
}
