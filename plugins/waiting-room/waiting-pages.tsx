import type { FastifyReply, FastifyRequest } from "fastify"
import type { ComponentChildren } from "preact"
import { Type } from "typebox"
import { themeUrl } from "../../server/admin-page.tsx"
import { assetUrl } from "../../server/assets.ts"
import type { App } from "../../server/plugin.ts"
import { Actions, LinkButton, PageHeading } from "../../templates/components/index.ts"
import { ShopLayout } from "../../templates/layouts/index.ts"
import type { Line } from "./line.ts"
import { lineTitle } from "./line-title.ts"
import { isNumbered } from "./room.ts"
import { Soon, Standing } from "./standing.tsx"
import { texts } from "./texts.ts"
import { pagePath, wayOn } from "./waiting-address.ts"

const LinePath = Type.Object({ org: Type.String(), line: Type.String({ pattern: "^[1-9][0-9]{0,17}$" }) })
const Query = Type.Object({
  to: Type.Optional(Type.String({ maxLength: 310 })),
  /** The browser was given a promise before, and should have brought it. */
  asked: Type.Optional(Type.String({ maxLength: 5 })),
  again: Type.Optional(Type.String({ maxLength: 5 })),
})

/** The page of who waits: a place, where it stands, and the way in. */
export function registerWaitingPages(app: App): void {
  app.get(
    "/:org/waiting/:line",
    { config: { access: "public", page: true }, schema: { params: LinePath, querystring: Query } },
    async (request, reply) => {
      const { organisation, params, query } = request
      const room = app.waitingRoom
      const line = (await room.book.formed(organisation.id)).find(({ id }) => id === params.line)
      const to = wayOn(organisation.slug, query.to)
      const goOn = () =>
        reply
          .header("cache-control", "no-store")
          .redirect(to ?? `/${organisation.slug}${line?.eventId ? `/events/${line.eventId}` : ""}`, 303)
      if (!line || (await room.isStaff(request))) return goOn()
      const place = room.placeIn(request, line)
      if (isNumbered(place)) {
        const admission = await room.admit(organisation.id, line, place)
        if (admission.state === "in") return goOn()
        if (admission.state === "over") return startAgain(request, reply, line, to, true)
        const what = await lineTitle(request, line)
        return waitingPage(request, reply, {
          script: true,
          refresh: Math.max(15, admission.next),
          children: (
            <Standing
              {...{ request, line, admission, what }}
              arrival={place.arrival}
              again={query.again === "1"}
            />
          ),
        })
      }
      if (!place || !room.isPromise(place))
        return query.asked === "1"
          ? waitingPage(request, reply, { children: <NoCookies {...{ request, line, to }} /> })
          : startAgain(request, reply, line, to, query.again === "1")
      const taken = await room.takePlace(request, line)
      if (!taken) return goOn()
      if (taken === "later")
        return waitingPage(request, reply, {
          refresh: 10,
          script: true,
          children: <Soon request={request} />,
        })
      room.keep(request, reply, line, taken.text)
      // Another address than the one that takes a place: the page loaded again takes none.
      return reply
        .header("cache-control", "no-store")
        .redirect(pagePath(organisation.slug, line.id, to) + (query.again === "1" ? "&again=1" : ""), 303)
    },
  )
}

/** Gives a promise, and asks for it back on the same page. */
function startAgain(
  request: FastifyRequest,
  reply: FastifyReply,
  line: Line,
  to: string | undefined,
  again: boolean,
): FastifyReply {
  const { slug } = request.organisation
  request.server.waitingRoom.promise(request, reply, line)
  const address = pagePath(slug, line.id, to ?? `/${slug}/`)
  return reply
    .header("cache-control", "no-store")
    .redirect(`${address}&asked=1${again ? "&again=1" : ""}`, 303)
}

interface WaitingPage {
  script?: boolean
  /** Seconds after which a browser without scripts asks again. */
  refresh?: number
  children: ComponentChildren
}

function waitingPage(request: FastifyRequest, reply: FastifyReply, page: WaitingPage): FastifyReply {
  const { organisation, locale } = request
  const t = texts[locale]
  const shop = `/${organisation.slug}`
  return reply.page(
    <ShopLayout
      locale={locale}
      currency={organisation.currency}
      timeZone={organisation.timezone}
      title={t.title}
      css={assetUrl("shop-page.css")}
      theme={themeUrl(organisation)}
      scripts={page.script ? [assetUrl("waiting.js")] : []}
      refresh={page.refresh}
      robots="noindex"
      alternate={alternates(request)}
      organisation={{
        name: organisation.name,
        href: shop,
        logo: organisation.hasLogo ? `${shop}/logo` : null,
      }}
      links={{ legal: `${shop}/legal`, accessibility: `${shop}/accessibility` }}
    >
      {page.children}
    </ShopLayout>,
  )
}

/** The same page in each language. */
function alternates(request: FastifyRequest) {
  const inLanguage = (language: string) => {
    const url = new URL(request.url, "http://shop")
    url.searchParams.set("lang", language)
    return url.pathname + url.search
  }
  return { fr: inLanguage("fr"), en: inLanguage("en") }
}

function NoCookies(props: { request: FastifyRequest; line: Line; to: string | undefined }) {
  const { request, line, to } = props
  const t = texts[request.locale]
  return (
    <>
      <PageHeading title={t.cookies} lead={t.cookiesLead} />
      <Actions>
        <LinkButton href={pagePath(request.organisation.slug, line.id, to)}>{t.retry}</LinkButton>
      </Actions>
    </>
  )
}
