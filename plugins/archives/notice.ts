import { DateTime } from "luxon"
import packageJson from "../../package.json" with { type: "json" }
import type { ArchiveFile } from "./files/archive-file.ts"
import type { SourceFault } from "./files/source.ts"
import type { ArchiveInput } from "./write-archive.ts"

/** The notice of an archive, in French: each file and each of its columns, from what wrote them, and how to verify. */
export function notice(
  { organisation, period, number, previous, ledgerVersion, now }: ArchiveInput,
  files: readonly ArchiveFile[],
  faults: readonly SourceFault[],
): string {
  const { siret, licences } = organisation.legal
  const day = (iso: string) => DateTime.fromISO(iso, { zone: "utc" }).toFormat("dd/MM/yyyy")
  const edited = DateTime.fromJSDate(now, { zone: organisation.timezone }).toFormat("dd/MM/yyyy 'à' HH:mm:ss")
  const facts = [
    ["Organisme", organisation.name],
    ["SIRET", siret ?? "non renseigné"],
    ["Licences", licences.join(", ") || "non renseignées"],
    ["Période", `du ${day(period.firstDay)} au ${day(period.lastDay)} (périodes closes)`],
    ["Archive", `nº ${number}${previous ? `, à la suite de la nº ${previous.number}` : ", la première"}`],
    ["Éditée le", `${edited} (${organisation.timezone})`],
    ["Logiciel", `Parterre ${packageJson.version}, version fiscale ${ledgerVersion}`],
  ]
  return `${[
    title("ARCHIVE DES DONNÉES DE BILLETTERIE ET D’ENCAISSEMENT", "="),
    facts.map(([label = "", value]) => `${label.padEnd(12)} ${value}`).join("\n"),
    ...(faults.length > 0 ? [brokenLines(faults)] : []),
    introduction,
    title("LES FICHIERS", "="),
    ...files.map(explained),
    title("meta.json, hash.json, SHA256SUMS, LISEZMOI.txt, verifier.py", "-"),
    others,
    title("VÉRIFIER", "="),
    verification,
  ].join("\n\n")}\n`
}

function title(text: string, rule: string): string {
  return `${text}\n${rule.repeat(text.length)}`
}

/** "  nom : sens", one for each column: a test reads them back. */
function explained({ name, about, columns }: ArchiveFile): string {
  const kind = name.endsWith(".csv") ? "Colonnes" : "Champs"
  const list = columns.map((column) => `  ${column.name} : ${column.meaning}`)
  return [title(name, "-"), about, `${kind} :`, ...list].join("\n")
}

function brokenLines(faults: readonly SourceFault[]): string {
  const names = { operations: "opérations", closings: "clôtures", journal: "journal technique" }
  return [
    "ATTENTION : au moment de l’édition, des lignes n’étaient pas telles qu’elles avaient été scellées :",
    ...faults.map(({ chain, number }) => `  ${names[chain]}, à partir de la ligne nº ${number}`),
  ].join("\n")
}

const introduction = `Cette archive contient, pour une période close, les opérations de billetterie et d’encaissement dans
leur contenu et leur ordre d’origine, les clôtures, les journaux, les bordereaux de recettes, les billets
et l’usage qui en a été fait. Elle ne contient ni nom, ni adresse, ni courriel, ni téléphone : les
commandes et les agents y sont désignés par leur identifiant.

Elle est à conserver six ans au moins (livre des procédures fiscales, article L102 B).

Fichiers .csv : texte UTF-8 avec marque d’ordre, séparateur point-virgule, première ligne de titres, fin de
ligne CR LF, montants en unités monétaires avec virgule décimale, une ligne de texte par enregistrement.
Un texte qui commence par = + - @ est précédé d’une apostrophe, pour qu’aucun tableur ne l’exécute ; un
saut de ligne y devient une espace.
Fichiers .jsonl : un objet JSON par ligne, en UTF-8, montants en centimes entiers : l’original scellé.`

const others = `meta.json : l’organisme, le logiciel, la période, la place de l’archive dans la suite des archives
  (« precedente » est l’empreinte de l’archive d’avant), l’instant et l’auteur de l’édition, et pour chaque
  chaîne son premier et son dernier numéro et les sceaux entre lesquels elle se trouve. « lignes_non_conformes »
  est vide lorsque chaque ligne était telle qu’elle avait été scellée.
hash.json : de chaque fichier, sa taille en octets, son nombre de lignes, son SHA-256 et son HMAC-SHA-256 par
  la clé de l’archive ; « empreinte » est le SHA-256 de SHA256SUMS, « sceau » son HMAC-SHA-256 par la clé.
SHA256SUMS : les SHA-256 des fichiers, au format de la commande sha256sum.
LISEZMOI.txt : cette notice.
verifier.py : le programme de vérification, qui n’a besoin que de Python 3.`

const verification = `1. Les empreintes, avec les outils du système, dans le dossier de l’archive :
     sha256sum -c SHA256SUMS          (Linux)
     shasum -a 256 -c SHA256SUMS      (macOS)
   puis l’empreinte de l’archive entière :
     sha256sum SHA256SUMS
   Elle doit être celle que le journal technique du logiciel a retenue pour cette archive (événement
   « archive »), et que l’archive suivante rappelle dans son meta.json.

2. Le contenu, avec Python 3.8 ou plus récent, sans autre logiciel :
     python3 verifier.py                    (dans le dossier de l’archive)
     python3 verifier.py ARCHIVE.zip        (sur le fichier, sans l’ouvrir)
   Sont contrôlés : les empreintes ; les numéros sans rupture ; chaque ligne de chaque table ; l’accord
   des tables entre elles ; la somme des opérations contre chaque clôture, chaque bordereau et les totaux
   perpétuels. Le programme dit en français ce qui ne va pas, dans quel fichier et à quelle ligne ; il se
   termine par le code 0 si tout est bon, 1 sinon. Prenez-le de préférence à la source du logiciel plutôt
   que dans l’archive à contrôler : c’est le même.

3. Les sceaux, avec la clé de l’archive, que l’organisme ou son hébergeur remet à l’administration :
     python3 verifier.py --cle CLÉ          (64 chiffres hexadécimaux)
   Sont contrôlés de plus : le HMAC de chaque fichier, le sceau de l’archive, et la chaîne : le sceau de
   chaque opération, de chaque clôture et de chaque événement. Sans la clé, qui a changé un fichier
   entier et recalculé toutes les empreintes ne peut pas être découvert par elles ; avec elle, il l’est.
   Un seul fichier se contrôle aussi par : openssl dgst -sha256 -mac HMAC -macopt hexkey:CLÉ FICHIER

Le sceau d’une ligne est HMAC-SHA-256(clé de la ligne, message), où le message est, en UTF-8, séparés par un
saut de ligne : « parterre-ledger/1 », l’identifiant de l’organisme (meta.json), la chaîne (operations,
closings ou journal), numero, date, type, commande (rien si null), total, paye, contenu (à la lettre), et le
sceau de la ligne précédente. La clé de la ligne est « cle_scellee » OU EXCLUSIF HMAC-SHA-256(clé de
l’archive, chaîne, saut de ligne, numero). Elle contrôle cette ligne, et n’en fabrique aucune autre.`
