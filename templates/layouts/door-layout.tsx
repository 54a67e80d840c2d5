import type { ComponentChildren } from "preact"
import { texts } from "../texts.ts"
import { Document, type PageProps } from "./document.tsx"

type Props = PageProps & {
  /** Which performance is controlled, in one line: "Le Malade imaginaire, ce soir 20 h 30". It is the page's h1. */
  performance?: ComponentChildren
  /** Entered out of sold: "212 sur 380". */
  count?: ComponentChildren
  /** Way out: choose another performance. */
  back?: { href: string; label: string }
}

/** A page used standing, at arm's length, in the dark: always dark, contrast 7 or more. */
export function DoorLayout(props: Props) {
  const { performance, count, back, locale, children } = props
  return (
    <Document {...props} robots="noindex" body="door" dark>
      <a class="skip" href="#content">
        {texts[locale].skip}
      </a>
      {(performance || back) && (
        <header class="door-head">
          {performance && <h1 class="door-performance">{performance}</h1>}
          {count && <p class="door-count">{count}</p>}
          {back && <a href={back.href}>{back.label}</a>}
        </header>
      )}
      <main id="content" tabindex={-1} class="door-main">
        {children}
      </main>
    </Document>
  )
}
