import { Type } from "typebox"
import type { App } from "../../server/plugin.ts"
import type { Locale } from "../../templates/locale.ts"
import { type Line, standingOf } from "./line.ts"
import { isNumbered, type NumberedPlace } from "./room.ts"
import { peopleWords, waitWords } from "./words.ts"

const Path = Type.Object({ org: Type.String(), line: Type.String({ maxLength: 18 }) })

/**
 * What the page of who waits asks again and again: it reads nothing but the cookie and what the process knows, and
 * answers in less than 200 bytes. Whose turn has come is let in by the page, not here.
 */
export function registerPoll(app: App): void {
  app.get(
    "/:org/waiting/:line/place",
    { config: { access: "public" }, helmet: false, compress: false, schema: { params: Path, hide: true } },
    async (request, reply) => {
      const { organisation, params, locale } = request
      const lines = await app.waitingRoom.book.formed(organisation.id)
      const line = lines.find(({ id }) => id === params.line)
      const place = line && app.waitingRoom.placeIn(request, line)
      return reply
        .header("cache-control", "no-store")
        .header("x-content-type-options", "nosniff")
        .type("application/json")
        .send(line && isNumbered(place) ? answer(line, place, locale) : '{"state":"none"}')
    },
  )
}

function answer(line: Line, place: NumberedPlace, locale: Locale): string {
  const standing = standingOf(line, place.arrival)
  const { state } = standing
  if (state === "called") return '{"state":"called"}'
  if (state === "before")
    return JSON.stringify({ state, ahead: peopleWords(line.arrived, locale), next: standing.next })
  const { ahead, seconds, next } = standing
  return JSON.stringify({
    state,
    n: ahead,
    ahead: peopleWords(ahead, locale),
    wait: waitWords(seconds, locale),
    next,
    // Left out while there are places: most answers say nothing of it.
    ...(line.soldOut ? { out: true } : {}),
  })
}
