import type { Chain } from "../../ledger/tables.ts"
import { type ArchiveFile, type Field, jsonLinesFile } from "./archive-file.ts"
import type { Source } from "./source.ts"

const envelope: readonly Field[] = [
  { name: "numero", meaning: "numéro dans la chaîne, sans rupture" },
  { name: "date", meaning: "instant de l’enregistrement, en temps universel" },
  { name: "type", meaning: "code de l’opération, de la clôture (day, month, year) ou de l’événement" },
  { name: "commande", meaning: "identifiant de la commande, ou null" },
  { name: "total", meaning: "ventes moins annulations, en centimes" },
  { name: "paye", meaning: "encaissé moins rendu, en centimes" },
  { name: "contenu", meaning: "le contenu scellé, à la lettre" },
  { name: "mac", meaning: "sceau HMAC-SHA-256 de la ligne et de la précédente, en hexadécimal" },
  {
    name: "cle_scellee",
    meaning: "clé de cette seule ligne, masquée par la clé de l’archive (voir « Vérifier »)",
  },
]

/** A chain as it was sealed, to the letter: the original that the other files are read from. */
export function chainFile(
  source: Source,
  file: { chain: Chain; name: string; about: string; fields: readonly Field[] },
): ArchiveFile {
  return jsonLinesFile({
    name: file.name,
    about: file.about,
    fields: [...envelope, ...file.fields.map((field) => ({ ...field, name: `contenu.${field.name}` }))],
    async *objects() {
      for await (const line of source.checkedLines(file.chain)) {
        const { number, at, kind, orderId, total, paid, content, mac, hiddenKey } = line
        yield `{"numero":${number},"date":"${at}","type":${JSON.stringify(kind)},"commande":${
          orderId === "" ? "null" : `"${orderId}"`
        },"total":${total},"paye":${paid},"contenu":${content},"mac":"${mac}","cle_scellee":"${hiddenKey}"`
      }
    },
  })
}
