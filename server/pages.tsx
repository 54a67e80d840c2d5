import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import fp from "fastify-plugin"
import type { VNode } from "preact"
import { renderPage } from "../templates/render.ts"
import { type Training, TrainingContext } from "../templates/training-banner.tsx"

declare module "fastify" {
  interface FastifyReply {
    /** Answers with a page. Pages with a person's own things are never kept by caches. */
    page(page: VNode, status?: number): FastifyReply
  }
}

export const pages = fp(
  async (app: FastifyInstance) => {
    app.decorateReply("page", function (this: FastifyReply, page: VNode, status = 200) {
      if (!this.hasHeader("cache-control")) this.header("cache-control", "private, no-store")
      return this.code(status)
        .type("text/html; charset=utf-8")
        .send(renderPage(withTraining(this.request, this, page)))
    })
  },
  { name: "pages" },
)

/** The page, told whether its organisation is there to practise in: whatever its layout, it then says so. */
export function withTraining(request: FastifyRequest, reply: FastifyReply, page: VNode): VNode {
  const { currentOrganisation: organisation, currentPrincipal: principal } = request
  if (!organisation?.trainingOf) return page
  const training: Training = {
    of: organisation.trainingOf.name,
    leave:
      principal?.kind === "user"
        ? { action: `/admin/${organisation.slug}/training/departures`, csrf: reply.generateCsrf() }
        : null,
  }
  return <TrainingContext.Provider value={training}>{page}</TrainingContext.Provider>
}
