import { type Static, Type } from "typebox"
import type { PrinterKind } from "./tables.ts"

/**
 * Whose table of letters a printer follows, with the name people know: of a receipt printer first its maker's, what most
 * imitate being the first; then those that the fonts of a ticket printer may have.
 */
export const families = {
  epson: "Epson",
  star: "Star (ESC/POS)",
  citizen: "Citizen",
  bixolon: "Bixolon",
  xprinter: "Xprinter",
  sunmi: "Sunmi",
  "pos-8360": "POS-8360",
  cp437: "CP437",
  cp850: "CP850",
  windows1252: "Windows-1252",
  ascii: "ASCII",
} as const
export type Family = keyof typeof families
export const familyNames = Object.keys(families) as Family[]
const stockFamilies = ["cp437", "cp850", "windows1252", "ascii"] as const
export type StockFamily = (typeof stockFamilies)[number]
export type RollFamily = Exclude<Family, StockFamily>

export function isStockFamily(family: string): family is StockFamily {
  return (stockFamilies as readonly string[]).includes(family)
}

export function usualFamily(kind: PrinterKind): Family {
  return kind === "fgl" ? "cp437" : "epson"
}

export const printerDefaults = {
  ...{ port: 9100, tillId: null, columns: 42 },
  ...{ widthMm: 51, lengthMm: 140, dpi: 300 },
}

const fields = {
  name: Type.String({ minLength: 1, maxLength: 80, pattern: "\\S" }),
  kind: Type.Enum(["escpos", "fgl"], {
    description: "escpos: receipts on a roll; fgl: ticket stock of Boca printers",
  }),
  host: Type.String({
    pattern: "^[A-Za-z0-9:._-]{1,253}$",
    description: "an address of the venue’s network, or its name there",
  }),
  port: Type.Integer({ minimum: 1, maximum: 65535, default: 9100 }),
  tillId: Type.Union([Type.String({ pattern: "^[0-9]{1,18}$" }), Type.Null()], {
    default: null,
    description: "the till whose papers come out there",
  }),
  columns: Type.Integer({ minimum: 24, maximum: 64, default: 42, description: "characters of a line" }),
  family: Type.Enum(familyNames, {
    description:
      "whose table of letters it follows; epson for rolls and cp437 for ticket stock when left out",
  }),
  widthMm: Type.Integer({ minimum: 50, maximum: 110, default: 51, description: "of ticket stock" }),
  lengthMm: Type.Integer({ minimum: 120, maximum: 250, default: 140, description: "of ticket stock" }),
  dpi: Type.Enum([200, 300, 600], { default: 300 }),
}
const { name, kind, host, ...optional } = fields

export const PrinterInput = Type.Object(
  {
    ...{ name, kind, host },
    ...Type.Partial(Type.Object(optional)).properties,
  },
  { additionalProperties: false, title: "PrinterInput" },
)
export type PrinterInput = Static<typeof PrinterInput>

/** A printer as the API gives it. */
export const PrinterItem = Type.Object(
  {
    id: Type.String(),
    ...fields,
    till: Type.Union([Type.String(), Type.Null()], { description: "the name of its till" }),
    answers: Type.Union([Type.Boolean(), Type.Null()], {
      description: "whether it says when a paper is out; null: never asked yet",
    }),
    waiting: Type.Integer({ description: "jobs that are not printed yet" }),
    failure: Type.Union([Type.String(), Type.Null()], { description: "why the first of them waits" }),
  },
  { title: "Printer" },
)
export type PrinterItem = Static<typeof PrinterItem>
