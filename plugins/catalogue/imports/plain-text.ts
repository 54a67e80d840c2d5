import { decode } from "html-entities"

/**
 * One line of plain text out of a field of an agenda: entities decoded (also when encoded twice), HTML tags and
 * control characters gone, spaces tidy, at most `max` characters. Anything but a text or a number gives "".
 */
export function plainLine(value: unknown, max: number): string {
  return shorten(
    tidy(value, max)
      .replace(/[ \n]+/g, " ")
      .trim(),
    max,
  )
}

/** The same with its line breaks; paragraphs are parted by one empty line. */
export function plainText(value: unknown, max: number): string {
  return shorten(paragraphs(tidy(value, max)), max)
}

/** The same out of Markdown: the marks go, the words stay, and a link keeps its address. */
export function plainMarkdown(value: unknown, max: number): string {
  return shorten(paragraphs(withoutMarks(tidy(value, max))), max)
}

/** At most `max` characters, with an ellipsis in the place of the rest. */
export function shorten(text: string, max: number): string {
  return text.length <= max ? text : `${wellFormed(text.slice(0, max - 1)).trimEnd()}…`
}

/**
 * The text for comparing: lower case, no accents, plain quotes, hyphens and spaces. Strokes over a text, which say
 * that it no longer holds, stay.
 */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u0314\u0327\u0328]/g, "")
    .toLowerCase()
    .replace(/œ/g, "oe")
    .replace(/[’‘ʼ´`]/g, "'")
    .replace(/[‐‑‒–—―−]/g, "-")
    .replace(/[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+/g, " ")
    .trim()
}

function tidy(value: unknown, max: number): string {
  if (typeof value !== "string" && typeof value !== "number") return ""
  // Tags and entities are longer than what they stand for; beyond this nothing could be kept anyway.
  const raw = String(value).slice(0, max * 8)
  return clean(decodeEntities(withoutTags(raw)))
}

const elements = new Set(
  (
    "a abbr address article aside audio b big blockquote body br button caption center cite code col colgroup dd del " +
    "details div dl dt em embed fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i " +
    "iframe img input ins kbd label legend li link main map mark meta nav noscript object ol option p param picture " +
    "pre q s samp script section select small source span strike strong style sub summary sup svg table tbody td " +
    "template textarea tfoot th thead time title tr tt u ul var video wbr"
  ).split(" "),
)
const paragraphEnds = new Set("p ul ol dl table blockquote h1 h2 h3 h4 h5 h6 section article pre".split(" "))
const lineEnds = new Set("div tr dt dd figcaption caption address".split(" "))

/** Only HTML's own elements are tags: "<3" and "a < b" are text. Patterns stop at the next "<": time stays linear. */
function withoutTags(text: string): string {
  return text
    .replace(/<(script|style)\b[^<>]*>[^<]*<\/\1[^<>]*>/gi, "")
    .replace(/<!--[^<>]*>/g, "")
    .replace(/<(\/?)([a-z][a-z0-9]*)\b[^<>]*>/gi, (tag: string, slash: string, name: string) => {
      const element = name.toLowerCase()
      if (!elements.has(element)) return tag
      if (element === "br" || element === "hr") return "\n"
      if (element === "li") return slash ? "" : "\n- "
      if (paragraphEnds.has(element)) return slash ? "\n\n" : "\n"
      return slash && lineEnds.has(element) ? "\n" : ""
    })
}

/** Strict scope: "&copy=2" in an address is no entity. */
function decodeEntities(text: string): string {
  let decoded = text
  for (let round = 0; round < 3; round++) {
    const next = decode(decoded, { scope: "strict" })
    if (next === decoded) break
    decoded = next
  }
  return decoded
}

function clean(text: string): string {
  return (
    wellFormed(text)
      .replace(/\r\n?|[\u2028\u2029]/g, "\n")
      .replace(/\t/g, " ")
      // Windows-1252 taken for Latin-1: HTML reads the same numbers as dashes and quotes (&#151;).
      .replace(/[\u0080-\u009f]/g, (char) => decode(`&#${char.charCodeAt(0)};`))
      .replace(/[^\P{Cc}\n]/gu, "")
      // Invisible: soft hyphens, zero-width spaces, and the marks that turn the direction of what follows.
      .replace(/[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, "")
      .normalize("NFC")
  )
}

function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, "")
}

function paragraphs(text: string): string {
  return text
    .split("\n")
    .map((line) => line.replace(/ {2,}/g, " ").trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim()
}

function withoutMarks(text: string): string {
  return (
    text
      .replace(/!\[([^[\]\n]*)\]\((?:[^()\s]|\([^()\s]*\))*\)/g, "$1")
      .replace(/\[([^[\]\n]*)\]\(((?:[^()\s]|\([^()\s]*\))*)\)/g, (_link, label: string, address: string) =>
        !/^https?:/i.test(address) || address.includes(label.trim())
          ? addressOr(label, address)
          : `${label} (${address})`,
      )
      .replace(/<(https?:[^<>\s]*)>/gi, "$1")
      .replace(/^ {0,3}#{1,6} +/gm, "")
      .replace(/^ {0,3}> ?/gm, "")
      .replace(/^ {0,3}(?:-{3,}|\*{3,}|_{3,}) *$/gm, "")
      .replace(/^( {0,6})[*+-] +/gm, "$1- ")
      .replace(/\*\*([^*\n]+)\*\*/g, "$1")
      .replace(/(?<![\p{L}\p{N}_])__?([^_\n]+)__?(?![\p{L}\p{N}_])/gu, "$1")
      .replace(/\*(?=\S)([^*\n]+)(?<=\S)\*/g, "$1")
      // Once the underscores are gone, what stood inside them may still be bold.
      .replace(/\*\*([^*\n]+)\*\*/g, "$1")
      .replace(/\\([!-/:-@[-`{-~])/g, "$1")
  )
}

/** "[contact@a.fr](http://mailto:contact@a.fr)" says its address twice, and "[](http://a.fr)" only there. */
function addressOr(label: string, address: string): string {
  return label.trim() || (/^https?:/i.test(address) ? address : "")
}
