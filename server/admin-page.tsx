import type { FastifyReply, FastifyRequest } from "fastify"
import type { ComponentChildren } from "preact"
import type { IconName } from "../templates/components/index.ts"
import { AdminLayout } from "../templates/layouts/index.ts"
import type { Locale } from "../templates/locale.ts"
import { assetUrl, contentHash } from "./assets.ts"

export interface AdminPage {
  title: string
  /** Path of the menu entry this page is under, "/events". */
  current?: string
  notice?: ComponentChildren
  scripts?: readonly string[]
  /** Style sheets beside the back office's own, for a page that is a tool. */
  styles?: readonly string[]
  status?: number
}

/** What the tens of a menu entry's order stand for. */
const menuGroups: Record<number, Record<Locale, string>> = {
  1: { fr: "Programme", en: "Programme" },
  2: { fr: "Ventes", en: "Sales" },
  3: { fr: "Guichet", en: "Counter" },
  4: { fr: "Entrée", en: "Door" },
  5: { fr: "Comptes", en: "Books" },
  6: { fr: "Organisme", en: "Organisation" },
  7: { fr: "Organisme", en: "Organisation" },
}

/** The address of the organisation's colours, changed when they change. */
export function themeUrl(organisation: { slug: string; accent: string | null }): string {
  return `/${organisation.slug}/theme.css?v=${contentHash(organisation.accent ?? "")}`
}

/** Answers with a page of the back office: the menu shows what this person may do in this organisation. */
export async function adminPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: AdminPage,
  children: ComponentChildren,
): Promise<FastifyReply> {
  const { organisation, principal, locale } = request
  if (principal.kind !== "user") throw new Error("pages are for people")
  const { user } = principal
  const home = `/admin/${organisation.slug}`
  const organisations = await request.server.identity.organisationsOf(user)
  return reply.page(
    <AdminLayout
      locale={locale}
      currency={organisation.currency}
      timeZone={organisation.timezone}
      title={page.title}
      css={["admin-page.css", ...(page.styles ?? [])].map(assetUrl)}
      theme={themeUrl(organisation)}
      scripts={page.scripts?.map(assetUrl)}
      alternate={
        request.method === "GET"
          ? { fr: inLanguage(request.url, "fr"), en: inLanguage(request.url, "en") }
          : undefined
      }
      organisation={{ name: organisation.name, shopHref: `/${organisation.slug}` }}
      organisations={organisations.map(({ slug, name }) => ({
        name,
        href: `/admin/${slug}`,
        current: slug === organisation.slug,
      }))}
      menu={request.server.menu
        .filter((entry) => request.can(entry.permission))
        .map((entry) => ({
          href: home + entry.path,
          label: entry.label[locale],
          icon: entry.icon as IconName | undefined,
          current: entry.path === page.current,
          group: menuGroups[Math.floor(entry.order / 10)]?.[locale],
        }))}
      user={{ name: user.name, href: "/admin/account" }}
      signOut={{ action: "/admin/sign-out", csrf: reply.generateCsrf() }}
      notice={page.notice}
    >
      {children}
    </AdminLayout>,
    page.status ?? 200,
  )
}

/** The same address in another language. */
function inLanguage(url: string, locale: Locale): string {
  const [path = "", query] = url.split("?")
  const parameters = new URLSearchParams(query)
  parameters.set("lang", locale)
  return `${path}?${parameters}`
}
