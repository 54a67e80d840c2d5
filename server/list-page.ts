import { type RawBuilder, type SelectQueryBuilder, sql } from "kysely"
import { type Static, Type } from "typebox"
import { sqlState } from "./database.ts"
import { problem } from "./problem.ts"

/** One page of a list, and where it goes on. A cursor stays good when rows come and go around it. */
export interface Page<Row> {
  data: Row[]
  nextCursor: string | null
  previousCursor: string | null
  /** How many there are on all pages, when asked. */
  total: number | null
}

/** What a list can be ordered by. `expression` is never null; `type` is its type in Postgres. */
export interface ListOrder {
  expression: RawBuilder<unknown>
  type: "text" | "timestamptz" | "date" | "bigint"
}

export interface PageRequest {
  order: ListOrder
  direction: "asc" | "desc"
  /** The column that tells rows apart: `sql.ref("events.id")`. */
  id: RawBuilder<unknown>
  cursor?: string | undefined
  limit?: number | undefined
  /** Counts all rows too. */
  counted?: boolean | undefined
}

/** The part of the address that says which page of a list, for JSON lists. */
export const PageQuery = Type.Object({
  cursor: Type.Optional(Type.String({ maxLength: 2000 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
})
export type PageQuery = Static<typeof PageQuery>

type Cursor = { side: "after" | "before"; value: string; id: string }

/**
 * One page of `query`, which has its columns and conditions and no order of its own.
 * @throws 422 invalid_request when the cursor is not one this list gave.
 */
export async function listPage<DB, TB extends keyof DB, Row extends { id: string }>(
  query: SelectQueryBuilder<DB, TB, Row>,
  request: PageRequest,
): Promise<Page<Row>> {
  const { order, id, limit = 50 } = request
  const cursor = request.cursor ? readCursor(request.cursor) : undefined
  const backwards = cursor?.side === "before"
  const ascending = (request.direction === "asc") !== backwards
  const direction = ascending ? "asc" : "desc"
  const page = query
    .select(sql<string>`${order.expression}::text`.as("cursor_value"))
    .$if(cursor !== undefined, (narrowed) => narrowed.where(beyond(cursor as Cursor, request, ascending)))
    .orderBy(order.expression, direction)
    .orderBy(id, direction)
    .limit(limit + 1)
  const [found, total] = await Promise.all([
    page.execute().catch((error: unknown) => {
      if (cursor && sqlState(error)?.startsWith("22")) throw wrongCursor()
      throw error
    }),
    request.counted ? countRows(query) : null,
  ])
  const more = found.length > limit
  const rows = (found as unknown as (Row & { cursor_value: string })[]).slice(0, limit)
  if (backwards) rows.reverse()
  const [first, last] = [rows[0], rows.at(-1)]
  const before = backwards ? more : cursor !== undefined
  const after = backwards ? true : more
  return {
    data: rows.map(({ cursor_value: _, ...row }) => row as unknown as Row),
    nextCursor: after && last ? writeCursor("after", last) : null,
    previousCursor: before && first ? writeCursor("before", first) : null,
    total,
  }
}

async function countRows<DB, TB extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, TB, Row>,
): Promise<number> {
  const counted = await query.clearSelect().select(sql<string>`count(*)`.as("total")).executeTakeFirst()
  return Number((counted as { total: string } | undefined)?.total ?? 0)
}

function beyond(cursor: Cursor, { order, id }: PageRequest, ascending: boolean): RawBuilder<boolean> {
  const sign = sql.raw(ascending ? ">" : "<")
  const type = sql.raw(order.type)
  return sql<boolean>`(${order.expression}, ${id}) ${sign} (cast(${cursor.value} as ${type}), cast(${cursor.id} as bigint))`
}

function writeCursor(side: Cursor["side"], row: { id: string; cursor_value: string }): string {
  return Buffer.from(JSON.stringify([side, row.cursor_value, row.id])).toString("base64url")
}

function readCursor(text: string): Cursor {
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(text, "base64url").toString("utf8"))
  } catch {
    throw wrongCursor()
  }
  const [side, value, id] = Array.isArray(parts) ? (parts as unknown[]) : []
  if ((side !== "after" && side !== "before") || typeof value !== "string" || typeof id !== "string")
    throw wrongCursor()
  return { side, value, id }
}

function wrongCursor() {
  return problem(422, "invalid_request", undefined, [
    { path: "/querystring/cursor", message: "is not a cursor of this list" },
  ])
}
