import type { FastifyReply, FastifyRequest } from "fastify"
import type { ComponentChildren } from "preact"
import type { User } from "../../server/access.ts"
import { assetUrl } from "../../server/assets.ts"
import { problem } from "../../server/problem.ts"
import { BareLayout } from "../../templates/layouts/index.ts"

/** Answers with a page that belongs to no organisation: signing in, choosing, one's own account. */
export function barePage(
  request: FastifyRequest,
  reply: FastifyReply,
  title: string,
  children: ComponentChildren,
  status = 200,
): FastifyReply {
  const [path] = request.url.split("?")
  return reply.page(
    <BareLayout
      locale={request.locale}
      currency="EUR"
      timeZone="Europe/Paris"
      title={title}
      css={assetUrl("shop-page.css")}
      alternate={request.method === "GET" ? { fr: `${path}?lang=fr`, en: `${path}?lang=en` } : undefined}
    >
      {children}
    </BareLayout>,
    status,
  )
}

/** The person who asks. @throws 403 forbidden for a device */
export function personOf(request: FastifyRequest): User {
  if (request.principal.kind !== "user") throw problem(403, "forbidden")
  return request.principal.user
}
