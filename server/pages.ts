import type { FastifyInstance, FastifyReply } from "fastify"
import fp from "fastify-plugin"
import type { VNode } from "preact"
import { renderPage } from "../templates/render.ts"

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
      return this.code(status).type("text/html; charset=utf-8").send(renderPage(page))
    })
  },
  { name: "pages" },
)
