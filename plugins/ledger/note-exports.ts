import { actorOf } from "../../server/access.ts"
import type { App } from "../../server/plugin.ts"

/**
 * What somebody of the staff takes out of the organisation as a file is noted before it leaves: lists, statements,
 * archives, whatever module makes them. Files by which the public gets its own tickets are none of these.
 */
export function noteExports(app: App): void {
  app.addHook("onSend", async (request, reply) => {
    const { currentOrganisation, currentPrincipal } = request
    if (reply.statusCode !== 200 || !currentOrganisation || !currentPrincipal) return
    if (!String(reply.getHeader("content-disposition") ?? "").startsWith("attachment")) return
    const { url = "" } = request.routeOptions
    const { id = null } = request.params as { id?: string }
    await app.journal.noteNow({
      organisationId: currentOrganisation.id,
      kind: "export",
      by: actorOf(currentPrincipal),
      about: { what: url.replace("/admin/:org/", "").replace("/api/v1/organisations/:org/", ""), id },
    })
  })
}
