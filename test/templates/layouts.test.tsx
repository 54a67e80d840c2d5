import t from "tap"
import {
  Button,
  DateTime,
  EventGrid,
  LinkButton,
  Money,
  PageHeading,
} from "../../templates/components/index.ts"
import { AdminLayout, BareLayout, DoorLayout, ShopLayout } from "../../templates/layouts/index.ts"
import { locales } from "../../templates/locale.ts"
import { renderPage } from "../../templates/render.ts"

const now = new Date("2027-01-14T16:12:00Z")

for (const locale of locales) {
  const page = {
    locale,
    now,
    currency: "EUR",
    timeZone: "Europe/Paris",
    title: "Programme",
    css: "/assets/shop.css",
    theme: "/demo/theme.css?v=1",
    alternate: { fr: "/fr", en: "/en" },
  }
  const content = (
    <>
      <PageHeading title="Ce qui se joue" actions={<LinkButton href="/x">Y</LinkButton>} />
      <EventGrid events={[{ href: "/e", title: "A & B", next: now, fromCents: 800, remaining: 3 }]} />
      <Money cents={2450} />
      <DateTime at={now} />
      <Button>OK</Button>
    </>
  )
  const basket = { href: "/panier", count: 2, totalCents: 4800, until: new Date("2027-01-14T16:20:00Z") }
  const pages = {
    shop: (
      <ShopLayout
        {...page}
        organisation={{ name: "Demo", href: "/demo" }}
        links={{ legal: "/l", accessibility: "/a" }}
        basket={basket}
      >
        {content}
      </ShopLayout>
    ),
    admin: (
      <AdminLayout
        {...page}
        organisation={{ name: "Demo" }}
        menu={[{ href: "/m", label: "Séances", current: true }]}
        user={{ name: "Maëlle" }}
        signOut={{ action: "/out", csrf: "token" }}
      >
        {content}
      </AdminLayout>
    ),
    door: (
      <DoorLayout {...page} performance="Phèdre">
        {content}
      </DoorLayout>
    ),
    bare: <BareLayout {...page}>{content}</BareLayout>,
  }
  for (const [name, vnode] of Object.entries(pages)) {
    t.test(`${name} in ${locale}`, async (t) => {
      const html = renderPage(vnode)
      t.match(html, new RegExp(`^<!doctype html><html lang="${locale}">`))
      t.match(html, /<main id="content"/)
      t.match(html, /href="#content"/, "a way past the menu")
      t.notMatch(html, /\sstyle="|<style|<script(?![^>]*src)|\son\w+="/, "a strict policy accepts it")
      t.notMatch(html, /(?:src|href|action)="(?:https?:)?\/\//, "nothing from elsewhere")
      t.match(html, locale === "fr" ? /24,50\u00a0€/ : /€24\.50/, "components hear the page's language")
      t.match(html, /A &amp; B/)
    })
  }

  t.test(`the basket stays in sight in ${locale}`, async (t) => {
    const html = renderPage(pages.shop)
    t.match(html, `data-until="2027-01-14T16:20:00.000Z"`)
    t.match(html, locale === "fr" ? /jusqu’à 17\u00a0h\u00a020/ : /until 5:20\u00a0pm/)
  })
}

t.test("the back office is for nobody else's search engine, and signs out with its token", async (t) => {
  const html = renderPage(
    <AdminLayout
      locale="fr"
      currency="EUR"
      timeZone="Europe/Paris"
      title="X"
      css="/x.css"
      organisation={{ name: "Demo" }}
      menu={[]}
      user={{ name: "Maëlle" }}
      signOut={{ action: "/out", csrf: "token" }}
    >
      <p />
    </AdminLayout>,
  )
  t.match(html, /<meta name="robots" content="noindex"/)
  t.match(html, /name="_csrf" value="token"/)
})
