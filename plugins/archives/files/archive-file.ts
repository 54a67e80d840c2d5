import { hash } from "node:crypto"
import type { Cell } from "./cells.ts"

/** A column of a CSV file, with what the notice says of it. */
export interface Column<Row> {
  name: string
  /** In French, a sentence or less: what the notice explains. */
  meaning: string
  cell(row: Row): Cell
}

/** A field of a file of JSON lines: "contenu.lines[].unit", with what the notice says of it. */
export interface Field {
  name: string
  meaning: string
}

/** One file of an archive. */
export interface ArchiveFile {
  name: string
  /** In French: what the file holds. */
  about: string
  /** What the notice explains one by one. */
  columns: readonly { name: string; meaning: string }[]
  /** The lines, each with its end. */
  lines(): AsyncIterable<string>
}

/** How each line of a table ends: what is said of `controle` in the notice. */
export const check = {
  name: "controle",
  meaning:
    "16 premiers chiffres du SHA-256 du contrôle de la ligne précédente, d’un saut de ligne, puis du reste de cette ligne : désigne la première ligne modifiée, retirée ou déplacée",
}

/** Each line is followed by a check of all lines up to it, so that what was touched is named by its line. */
class Checks {
  #previous = ""

  next(text: string): string {
    this.#previous = hash("sha256", `${this.#previous}\n${text}`, "hex").slice(0, 16)
    return this.#previous
  }
}

/** A file for spreadsheets: UTF-8 with its mark, semicolons, the names of the columns first. */
export function csvFile<Row>(file: {
  name: string
  about: string
  columns: readonly Column<Row>[]
  rows(): AsyncIterable<Row>
}): ArchiveFile {
  const { name, about, columns } = file
  return {
    name,
    about,
    columns: [...columns, check],
    async *lines() {
      const checks = new Checks()
      const head = [...columns.map((column) => column.name), check.name].join(";")
      checks.next(head)
      yield `\ufeff${head}\r\n`
      for await (const row of file.rows()) {
        let text = ""
        for (const column of columns) text += `${column.cell(row)};`
        text = text.slice(0, -1)
        yield `${text};${checks.next(text)}\r\n`
      }
    },
  }
}

/** A file of JSON lines. `objects` gives each without its last brace, for the check is its last field. */
export function jsonLinesFile(file: {
  name: string
  about: string
  fields: readonly Field[]
  objects(): AsyncIterable<string>
}): ArchiveFile {
  const { name, about, fields } = file
  return {
    name,
    about,
    columns: [...fields, check],
    async *lines() {
      const checks = new Checks()
      for await (const text of file.objects()) yield `${text},"controle":"${checks.next(text)}"}\n`
    },
  }
}
