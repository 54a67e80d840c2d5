import { texts } from "../texts.ts"
import { BasketBar, type BasketState } from "./basket-bar.tsx"
import { Document, type PageProps } from "./document.tsx"
import { LanguageSwitch } from "./language-switch.tsx"

type Props = PageProps & {
  organisation: {
    name: string
    /** The programme, which is the home page of the shop. */
    href: string
    logo?: string | null
  }
  /** Null while nothing is kept. */
  basket?: BasketState | null
  /** Which link of the header is this page. */
  current?: "programme" | "basket"
  links: { legal: string; accessibility: string }
  /** What an audit found; French law has it said on every page (RGAA 4.1). Left unsaid while nobody looked. */
  conformity?: "none" | "partial" | "full"
}

/** A page of the shop: quiet head, basket kept in sight, plain foot. */
export function ShopLayout(props: Props) {
  const { locale, organisation, basket, current, alternate, links, children } = props
  const t = texts[locale]
  return (
    <Document {...props} title={`${props.title} · ${organisation.name}`} body="shop">
      <a class="skip" href="#content">
        {t.skip}
      </a>
      <header class="shop-head">
        <a class="shop-name" href={organisation.href}>
          {organisation.logo ? <img src={organisation.logo} alt={organisation.name} /> : organisation.name}
        </a>
        <nav class="shop-nav" aria-label={t.mainMenu}>
          <a href={organisation.href} aria-current={current === "programme" ? "page" : undefined}>
            {t.programme}
          </a>
          {alternate && <LanguageSwitch {...{ locale, alternate }} />}
        </nav>
      </header>
      {basket && basket.count > 0 && <BasketBar basket={basket} here={current === "basket"} />}
      <main id="content" tabindex={-1} class="shop-main">
        {children}
      </main>
      <footer class="shop-foot">
        <p class="shop-foot-name">{organisation.name}</p>
        <ul>
          <li>
            <a href={links.legal}>{t.legal}</a>
          </li>
          <li>
            <a href={links.accessibility}>{t.accessibility[props.conformity ?? "unsaid"]}</a>
          </li>
          <li>{t.madeWith}</li>
        </ul>
      </footer>
    </Document>
  )
}
