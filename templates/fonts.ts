const text = "@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next"
const title = "@fontsource-variable/fraunces/files/fraunces"

/** Font files the pages ask for under `/assets/fonts/`: name served -> path inside node_modules. */
export const fonts = {
  "text-400-latin.woff2": `${text}-latin-400-normal.woff2`,
  "text-400-latin-ext.woff2": `${text}-latin-ext-400-normal.woff2`,
  "text-700-latin.woff2": `${text}-latin-700-normal.woff2`,
  "text-700-latin-ext.woff2": `${text}-latin-ext-700-normal.woff2`,
  "title-latin.woff2": `${title}-latin-opsz-normal.woff2`,
  "title-latin-ext.woff2": `${title}-latin-ext-opsz-normal.woff2`,
} as const

/** Asked for by every page before its stylesheet is read. */
export const preloadedFonts = ["/assets/fonts/text-400-latin.woff2", "/assets/fonts/title-latin.woff2"]
