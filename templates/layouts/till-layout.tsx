import { texts } from "../texts.ts"
import type { TillConfig } from "../till-screen.ts"
import { Document, type PageProps } from "./document.tsx"

type Props = Omit<PageProps, "children"> & { till: TillConfig }

/** The counter: always dark, the whole window; its script draws what is in it. */
export function TillLayout({ till, ...page }: Props) {
  return (
    <Document {...page} robots="noindex" body="till" dark>
      <div data-till={JSON.stringify(till)}>
        <noscript>{texts[page.locale].tillNeedsScript}</noscript>
      </div>
    </Document>
  )
}
