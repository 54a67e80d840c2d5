import type { FastifyRequest } from "fastify"
import { inLocale } from "../catalogue/localised.ts"
import type { Localised } from "../catalogue/tables.ts"
import type { Line } from "./line.ts"

const remembered = new WeakMap<object, Map<string, Localised>>()
const rememberedAtMost = 1000

/** What people wait for: the event's title, read once in each process and round; null before the whole shop. */
export async function lineTitle(request: FastifyRequest, line: Line): Promise<string | null> {
  if (!line.eventId) return null
  const titles = remembered.get(request.server) ?? new Map<string, Localised>()
  remembered.set(request.server, titles)
  const name = `${line.eventId}:${line.round}`
  let title = titles.get(name)
  if (!title) {
    const row = await request.db
      .selectFrom("events")
      .select("title")
      .where("organisation_id", "=", request.organisation.id)
      .where("id", "=", line.eventId)
      .executeTakeFirst()
    if (!row) return null
    if (titles.size >= rememberedAtMost) titles.clear()
    title = row.title
    titles.set(name, title)
  }
  return inLocale(title, request.locale)
}
