import type { ComponentChildren } from "preact"
import { useContext } from "preact/hooks"
import { preloadedFonts } from "../fonts.ts"
import type { Locale } from "../locale.ts"
import { type Scene, SceneContext } from "../scene.ts"
import { TrainingBanner, TrainingContext } from "../training-banner.tsx"

/** What every page says of itself, whatever its layout. */
export type PageProps = Scene & {
  /** The page's own title; layouts add the organisation's name. */
  title: string
  description?: string
  /** Addresses of the bundled stylesheets. */
  css: string | readonly string[]
  /** Address of the organisation's colours, `/{org}/theme.css?v=...`. */
  theme?: string | null
  /** Addresses of bundled module scripts. */
  scripts?: readonly string[]
  /** Addresses of JSON that those scripts ask for at once. */
  data?: readonly string[]
  /** "noindex" for what is nobody else's business: baskets, orders, back office. */
  robots?: "noindex" | "index"
  /** A browser that runs no script asks for the page again after so many seconds. */
  refresh?: number
  /** The same page in each language, for search engines and the language switch. */
  alternate?: Record<Locale, string>
  children: ComponentChildren
}

type Props = PageProps & {
  /** Added to the body: "shop", "admin", "door". */
  body: string
  /** Address of the manifest by which the page is installed. */
  manifest?: string
  /** The page is dark whatever the person's device prefers. */
  dark?: boolean
}

/** The html document, without doctype: see renderPage. No inline script or style, so that the policy stays strict. */
export function Document(props: Props) {
  const {
    locale,
    currency,
    timeZone,
    now,
    title,
    description,
    css,
    theme,
    scripts = [],
    data = [],
    alternate,
  } = props
  const training = useContext(TrainingContext)
  // Nobody is to find by a search engine what is there to practise with.
  const robots = training ? "noindex" : props.robots
  const sheets = typeof css === "string" ? [css] : css
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <title>{training ? `FACTICE · ${title}` : title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        {props.dark ? (
          <meta name="theme-color" content="#12110f" />
        ) : (
          <>
            <meta name="theme-color" media="(prefers-color-scheme: light)" content="#faf9f5" />
            <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#161412" />
          </>
        )}
        {description && <meta name="description" content={description} />}
        {robots && <meta name="robots" content={robots} />}
        {props.refresh && (
          <noscript>
            <meta http-equiv="refresh" content={String(props.refresh)} />
          </noscript>
        )}
        {props.manifest && <link rel="manifest" href={props.manifest} />}
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <meta name="format-detection" content="telephone=no, date=no, address=no" />
        {preloadedFonts.map((href) => (
          <link rel="preload" href={href} as="font" type="font/woff2" crossorigin="anonymous" />
        ))}
        {sheets.map((href) => (
          <link rel="stylesheet" href={href} />
        ))}
        {theme && <link rel="stylesheet" href={theme} />}
        {alternate &&
          Object.entries(alternate).map(([language, href]) => (
            <link rel="alternate" hreflang={language} href={href} />
          ))}
        {data.map((href) => (
          <link rel="preload" href={href} as="fetch" crossorigin="anonymous" />
        ))}
        {scripts.map((src) => (
          <script type="module" src={src} />
        ))}
      </head>
      <body class={props.body}>
        <SceneContext.Provider value={{ locale, currency, timeZone, now }}>
          <TrainingBanner />
          {props.children}
        </SceneContext.Provider>
      </body>
    </html>
  )
}
