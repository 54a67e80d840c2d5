import { fold, plainText } from "./plain-text.ts"
import {
  amountWords,
  bookingWords,
  channelWords,
  freeWords,
  type TariffKind,
  tariffWords,
} from "./price-words.ts"

/** `amount` in cents. `text` is the text that was not understood, in plain text. */
export type Pricing =
  | { kind: "free" }
  | { kind: "tariffs"; tariffs: { name: string; amount: number }[] }
  | { kind: "unclear"; text: string }

type Token =
  | { type: "free" | "channel" | "booking" | "detail" | "separator" }
  | { type: "amount"; amount: number }
  | { type: "tariff"; tariff: TariffKind; name: string }

type Priced = { tariff: TariffKind | "unnamed"; name: string; amount: number }

const longest = 300
/** 10,000 €: above, it is no ticket. */
const dearest = 1_000_000

/**
 * The price a text of an agenda states, where its sense is plain: one amount, a list where each amount has a known
 * name, or a free entrance. Every character must be explained; a range, a price without tax or at the door, an amount
 * without its name beside others, a word that is not known: unclear. Nothing is guessed. Never throws.
 */
export function readPricing(text: string | null | undefined): Pricing {
  const plain = plainText(text, longest + 1)
  const unclear: Pricing = { kind: "unclear", text: plain }
  const tokens = plain.length > longest ? null : tokenise(fold(plain))
  if (!tokens || tokens[0]?.type === "separator") return unclear

  const priced = tokens.some((token) => token.type === "amount")
  if (!priced) {
    const named = tokens.some((token) => token.type === "tariff" || token.type === "detail")
    return !named && tokens.some((token) => token.type === "free") ? { kind: "free" } : unclear
  }
  if (tokens.some((token) => token.type === "free")) return unclear
  const tariffs = readTariffs(tokens)
  if (!tariffs) return unclear
  return tariffs.every(({ amount }) => amount === 0) ? { kind: "free" } : { kind: "tariffs", tariffs }
}

function readTariffs(tokens: Token[]): { name: string; amount: number }[] | null {
  const list: Priced[] = []
  for (const segment of segmentsOf(withoutHeading(tokens))) {
    const prices = readSegment(segment)
    if (!prices) return null
    list.push(...prices)
  }
  const [first, ...others] = list
  if (!first) return null
  if (others.length === 0)
    return first.tariff === "reduced" ? null : [{ name: first.name, amount: first.amount }]

  // One full price, which no other exceeds. An amount without a name beside others may be any of them.
  const full = list.filter(({ tariff }) => tariff !== "reduced")
  const [base] = full
  if (full.length !== 1 || !base || base.tariff === "unnamed" || base.tariff === "only") return null
  if (list.some(({ amount }) => amount > base.amount)) return null
  const named = list.map(({ tariff, name, amount }) => ({
    name: tariff === "any" ? "Plein tarif" : name,
    amount,
  }))
  return new Set(named.map(({ name }) => name)).size === named.length ? named : null
}

/** "Tarifs : plein 10 €, réduit 8 €": the first word only announces the list. */
function withoutHeading(tokens: Token[]): Token[] {
  const [first, second] = tokens
  const heading = first?.type === "tariff" && first.tariff === "any" && second?.type !== "amount"
  return heading ? tokens.slice(1) : tokens
}

function segmentsOf(tokens: Token[]): Token[][] {
  const segments: Token[][] = [[]]
  for (const token of tokens) {
    if (token.type === "separator") segments.push([])
    else segments.at(-1)?.push(token)
  }
  return segments.filter((segment) => segment.length > 0)
}

/**
 * The prices between two separators: "10 €", "10 € plein tarif", or names each followed by its amount ("PT 12 € TR
 * 8 €"). "12 € réduit 8 € étudiant" could be read in two ways and is not read.
 */
function readSegment(segment: Token[]): Priced[] | null {
  const words = segment.filter((token) => token.type === "amount" || token.type === "tariff")
  if (words.length > 0 && segment.some((token) => token.type === "channel")) return null
  const [first, second] = words
  if (first?.type === "amount" && words.length === 1)
    return [{ tariff: "unnamed", name: "Tarif unique", amount: first.amount }]
  if (first?.type === "amount" && second?.type === "tariff" && words.length === 2)
    return [{ tariff: second.tariff, name: second.name, amount: first.amount }]
  const prices: Priced[] = []
  for (let index = 0; index < words.length; index += 2) {
    const name = words[index]
    const amount = words[index + 1]
    if (name?.type !== "tariff" || amount?.type !== "amount") return null
    prices.push({ tariff: name.tariff, name: name.name, amount: amount.amount })
  }
  return prices
}

const separator = /[/;,|•·\n!]|\.(?=\s|$)|-(?!\d)|(?:et|&)(?![\p{L}\p{N}])/uy
const glue = /[ :=()]/y
const euro = String.raw`(?: ?€| ?(?:euros?|eur)(?!\p{L}))`
const number = String.raw`(\d{1,3}(?: \d{3})+|\d{1,5})(?:[.,](\d{1,2}))?`
/** "12,50 €", "1 200 euros", "€ 12.50", "12€50"; never an amount that runs into another number. */
const amounts = [
  /(\d{1,5})€(\d\d)(?![\d.,]| ?€)/uy,
  new RegExp(`${number}${euro}(?! ?\\d)`, "uy"),
  new RegExp(`(?:€|eur) ?${number}(?![\\d\\p{L}]|[.,]\\d| ?€| ?eur)`, "uy"),
]

const vocabulary: { pattern: RegExp; token: (years: string) => Token }[] = [
  ...freeWords.map((word) => ({ pattern: whole(word), token: (): Token => ({ type: "free" }) })),
  ...channelWords.map((word) => ({ pattern: whole(word), token: (): Token => ({ type: "channel" }) })),
  ...bookingWords.map((word) => ({ pattern: whole(word), token: (): Token => ({ type: "booking" }) })),
  ...amountWords.map((word) => ({ pattern: whole(word), token: (): Token => ({ type: "detail" }) })),
  ...tariffWords.map(({ pattern, kind, name }) => ({
    pattern: whole(pattern),
    token: (years: string): Token => ({ type: "tariff", tariff: kind, name: name(years) }),
  })),
]

function whole(word: RegExp): RegExp {
  return new RegExp(`(?:${word.source})(?![\\p{L}\\p{N}])`, "uy")
}

/** The text as known words and amounts, or null as soon as a character belongs to none. */
function tokenise(text: string): Token[] | null {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const read = readToken(text, at)
    if (!read) return null
    if (read.token) tokens.push(read.token)
    at += read.length
  }
  return tokens
}

function readToken(text: string, at: number): { token: Token | null; length: number } | null {
  if (match(glue, text, at)) return { token: null, length: 1 }
  const mark = match(separator, text, at)
  if (mark) return { token: { type: "separator" }, length: mark[0].length }
  for (const pattern of amounts) {
    const found = match(pattern, text, at)
    if (!found) continue
    const amount = cents(found[1] ?? "", found[2] ?? "")
    return amount > dearest ? null : { token: { type: "amount", amount }, length: found[0].length }
  }
  // The longest word wins: "tarif réduit" over "tarif", "entrée libre" over "entrée".
  let best: { token: Token; length: number } | null = null
  for (const { pattern, token } of vocabulary) {
    const found = match(pattern, text, at)
    if (found && found[0].length > (best?.length ?? 0))
      best = { token: token(found[1] ?? ""), length: found[0].length }
  }
  return best
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** "1 200" and "5" are 120050 cents: one decimal counts tens. */
function cents(whole: string, decimals: string): number {
  return Number(whole.replaceAll(" ", "")) * 100 + Number(decimals.padEnd(2, "0"))
}
