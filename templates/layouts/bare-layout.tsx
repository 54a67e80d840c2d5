import { texts } from "../texts.ts"
import { Document, type PageProps } from "./document.tsx"
import { LanguageSwitch } from "./language-switch.tsx"

type Props = PageProps & {
  /** Whose page it is; "Parterre" when it is nobody's. */
  name?: string
  href?: string
}

/** A page about one thing: sign in, an error, a payment in the sandbox. Uses the shop's stylesheet. */
export function BareLayout(props: Props) {
  const { name = "Parterre", href, locale, alternate, children } = props
  return (
    <Document {...props} title={`${props.title} · ${name}`} robots="noindex" body="bare">
      <a class="skip" href="#content">
        {texts[locale].skip}
      </a>
      <header class="bare-head">
        {href ? (
          <a class="shop-name" href={href}>
            {name}
          </a>
        ) : (
          <p class="shop-name">{name}</p>
        )}
        {alternate && <LanguageSwitch {...{ locale, alternate }} />}
      </header>
      <main id="content" tabindex={-1} class="bare-main">
        {children}
      </main>
    </Document>
  )
}
