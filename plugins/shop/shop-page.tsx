import type { FastifyReply, FastifyRequest } from "fastify"
import type { ComponentChildren } from "preact"
import type { Organisation } from "../../server/access.ts"
import { themeUrl } from "../../server/admin-page.tsx"
import { assetUrl } from "../../server/assets.ts"
import { ShopLayout } from "../../templates/layouts/index.ts"
import type { Cart } from "../inventory/read-cart.ts"
import { openBasket } from "./basket.ts"

export interface ShopPage {
  title: string
  description?: string
  current?: "programme" | "basket"
  /** Nobody else's business: baskets, orders. */
  own?: boolean
  status?: number
  /** The open basket, where the page has read it already; else it is read. */
  basket?: Cart | null
  /** Bundled scripts. Those of a page that may have a basket count down its time as well. */
  scripts?: readonly string[]
  /** JSON that those scripts ask for at once. */
  data?: readonly string[]
}

/** Answers with a page of the shop, the basket in sight. */
export async function shopPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: ShopPage,
  children: ComponentChildren,
): Promise<FastifyReply> {
  const { organisation, locale } = request
  const shop = `/${organisation.slug}`
  const cart = page.basket === undefined ? await openBasket(request) : page.basket
  if (!page.own) reply.header("cache-control", "private, no-cache")
  return reply.page(
    <ShopLayout
      locale={locale}
      currency={organisation.currency}
      timeZone={organisation.timezone}
      title={page.title}
      description={page.description}
      css={assetUrl("shop-page.css")}
      theme={themeUrl(organisation)}
      scripts={(page.scripts?.length ? page.scripts : cart ? ["countdown.js"] : []).map(assetUrl)}
      data={page.data}
      robots={page.own ? "noindex" : undefined}
      organisation={{ name: organisation.name, href: shop, logo: logoOf(organisation) }}
      alternate={alternates(request)}
      current={page.current}
      basket={
        cart && {
          href: `${shop}/cart`,
          count: cart.items.length,
          totalCents: cart.total,
          until: cart.expiresAt,
        }
      }
      links={{ legal: `${shop}/legal`, accessibility: `${shop}/accessibility` }}
    >
      {children}
    </ShopLayout>,
    page.status ?? 200,
  )
}

function logoOf(organisation: Organisation): string | null {
  return organisation.hasLogo ? `/${organisation.slug}/logo` : null
}

/** The same page in each language; what was chosen on it stays chosen. */
function alternates(request: FastifyRequest) {
  const url = new URL(request.url, "http://shop")
  const inLanguage = (language: string) => {
    url.searchParams.set("lang", language)
    return url.pathname + url.search
  }
  return { fr: inLanguage("fr"), en: inLanguage("en") }
}
