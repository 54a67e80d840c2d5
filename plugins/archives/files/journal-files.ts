import { type ArchiveFile, csvFile } from "./archive-file.ts"
import { count, words } from "./cells.ts"
import { chainFile } from "./chain-file.ts"
import type { Line, Source } from "./source.ts"

/** The technical journal of the period, as it was sealed and for a spreadsheet. */
export function journalFiles(source: Source): ArchiveFile[] {
  const { local } = source.writing
  return [
    chainFile(source, {
      chain: "journal",
      name: "journal_technique.jsonl",
      about: "Chaque événement technique tel qu’il a été scellé, un par ligne, en JSON.",
      fields: [
        { name: "by", meaning: "agent (user:…) ou appareil (device:…) ; null : le logiciel lui-même" },
        { name: "about", meaning: "ce qui est dit de l’événement : identifiants, nombres et codes" },
      ],
    }),
    csvFile<Line & { about: { by?: string | null; about?: object } }>({
      name: "journal_technique.csv",
      about: "Les mêmes événements, un par ligne, pour un tableur.",
      async *rows() {
        for await (const line of source.lines("journal"))
          yield { ...line, about: JSON.parse(line.content) as { by?: string | null; about?: object } }
      },
      columns: [
        { name: "numero", meaning: "numéro de l’événement, sans rupture", cell: (row) => count(row.number) },
        {
          name: "date_heure",
          meaning: "date et heure de l’enregistrement, à l’heure de l’organisme",
          cell: (row) => local(row.at),
        },
        { name: "date_utc", meaning: "le même instant, en temps universel", cell: (row) => row.at },
        { name: "evenement", meaning: "code de l’événement", cell: (row) => words(row.kind) },
        {
          name: "auteur",
          meaning: "identifiant de l’agent ou de l’appareil ; vide : le logiciel lui-même",
          cell: (row) => words(row.about.by),
        },
        {
          name: "details",
          meaning: "ce qui est dit de l’événement, en JSON",
          cell: (row) => words(JSON.stringify(row.about.about ?? {})),
        },
        {
          name: "mac",
          meaning: "sceau de l’événement, comme dans journal_technique.jsonl",
          cell: (row) => row.mac,
        },
      ],
    }),
  ]
}
