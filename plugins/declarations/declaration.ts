import type { DocumentPart } from "../../templates/document-parts.ts"
import { renderDocument } from "../tickets/print/render-document.ts"
import { type DeclarationInput, day, listed, paragraphs } from "./attestation.ts"
import { facsimiles } from "./facsimiles.ts"
import type { ServerFacts } from "./facts.ts"
import { withFacsimiles } from "./with-facsimiles.ts"

/** What CGI annexe IV, article 50 sexies I asks of who uses ticketing software, in its eight items, with the facsimiles. */
export async function renderDeclaration(input: DeclarationInput): Promise<Uint8Array> {
  const { organisation, settings, facts, now } = input
  const { legal, name, address } = organisation
  const { ledger } = facts
  const parts: DocumentPart[] = [
    {
      kind: "text",
      words:
        "À adresser au service des impôts au plus tard à la première utilisation ; toute modification est à déclarer de même.",
    },
    {
      kind: "facts",
      heading: "1. Le logiciel",
      items: [
        ["Nom", "Parterre"],
        ["Version", `${facts.parterre}, partie fiscale ${ledger.version}`],
        ["Date de la partie fiscale", day(ledger.date)],
        [
          "Conforme à la version publiée",
          ledger.released
            ? "oui"
            : `non : ${ledger.differing.join(", ") || "le numéro de version diffère"}. La partie fiscale a été modifiée.`,
        ],
        ["Concepteur", "les auteurs du logiciel libre Parterre (AGPL-3.0-or-later)"],
        ...(settings.publisher
          ? ([
              ["Éditeur", [settings.publisher, settings.publisher_address].filter(Boolean).join(", ")],
            ] as const)
          : []),
      ],
    },
    {
      kind: "facts",
      heading: "2. La configuration matérielle",
      items: [
        ["Serveur", `${facts.processor}, ${facts.memory} Gio de mémoire`],
        ["Postes, imprimantes, contrôle", settings.hardware ?? "à compléter par l’exploitant"],
      ],
    },
    {
      kind: "facts",
      heading: "3. Le système d’exploitation",
      items: [
        ["Serveur", facts.system],
        [
          "Environnement",
          `Node.js ${facts.node}, PostgreSQL ${facts.postgres}, file de travaux dans ${facts.queue}`,
        ],
        ["Postes", "tout système doté d’un navigateur"],
      ],
    },
    {
      kind: "text",
      heading: "4. Le langage de programmation",
      words:
        "TypeScript et SQL (PL/pgSQL de PostgreSQL) ; Python pour le seul programme de vérification joint aux archives.",
    },
    {
      kind: "text",
      heading: "5. Le format du programme source et du programme exécutable",
      words:
        "Source : fichiers texte UTF-8 (.ts, .tsx, .sql), publics sous licence AGPL-3.0-or-later, remis sur demande. Exécutable : un fichier JavaScript (dist/parterre.js) construit depuis la source et exécuté par Node.js. L’empreinte SHA-256 de chaque fichier de la partie fiscale est dans plugins/ledger/manifest.json.",
    },
    ...paragraphs("6. La description fonctionnelle", functional),
    ...paragraphs("7. Les fac-similés", [
      "En annexe, produits par le logiciel lui-même et barrés de la mention SPECIMEN : un billet (annexe A), un coupon de gestion délivré à l’annulation (annexe B), un relevé de recettes (annexe C).",
    ]),
    { kind: "text", heading: "8. Les sécurités", words: listed(securities(facts)) },
    { kind: "signatures", labels: ["Fait à, le", "Signature de l’exploitant"] },
  ]
  const document = await renderDocument({
    title: "Déclaration d’un système de billetterie",
    subtitle: `Code général des impôts, annexe IV, article 50 sexies I · version fiscale ${ledger.version}`,
    organiser: { name, siret: legal.siret ?? null, licences: legal.licences, address },
    ...{ locale: "fr" as const, timeZone: organisation.timezone, madeAt: now },
    training: organisation.trainingOf !== null,
    parts,
  })
  return withFacsimiles(document, await facsimiles(input), now)
}

const functional = [
  "Vente en ligne, au guichet et à l’entrée, placée ou libre, par catégories et tarifs ; billets gratuits compris. Chaque opération (vente, annulation, échange, réédition, encaissement, remboursement, entrée) reçoit dans la transaction même qui la fait le numéro suivant de l’organisme, sans rupture, et est conservée avec le lieu, le spectacle, la séance, la catégorie, le tarif, le prix et la TVA.",
  "Le billet porte l’exploitant, le numéro d’opération, le spectacle et la séance, la catégorie, le prix global ou la gratuité, et un identifiant unique, lisible et dans un code signé. Une annulation délivre un coupon de gestion qui ne peut pas être pris pour un billet ; une réédition est marquée DUPLICATA et rend l’ancien code sans valeur.",
  "À l’entrée, le code est contrôlé, même sans réseau ; l’entrée est une opération. Le relevé de recettes de chaque séance et de chaque jour donne par catégorie et tarif les billets délivrés et annulés, le prix et la recette, la TVA, les gratuits à part et les entrées, avec la date et l’heure de son édition.",
  "Jours, mois et années sont clos d’eux-mêmes ; les périodes closes s’archivent en formats ouverts. L’administration consulte tout en temps réel, à l’écran, par la vérification des écritures et par l’interface de programmation.",
]

function securities({ ledger }: ServerFacts): string[] {
  return [
    "Accès nominatifs, par rôle et par organisme ; mots de passe hachés (argon2id) ; échecs de connexion limités et inscrits au journal technique.",
    "Écritures ajoutées et jamais changées : la base le refuse à tous ; lignes numérotées, chaînées et scellées par HMAC-SHA-256 sous un secret qui n’est pas dans la base ; têtes de chaîne gardées hors d’elle, ce qui découvre une base remise à un état ancien.",
    "Corrections par opérations contraires seulement ; journal technique des démarrages, droits, exports, clôtures, archives et restaurations, scellé de même.",
    "Billets signés (Ed25519) : un code ne peut être ni fabriqué ni prolongé ; un billet n’entre qu’une fois, ce qu’une contrainte de la base garantit.",
    "Sauvegardes en un fichier, vérifié à la restauration ; archives scellées, numérotées et chaînées, avec un programme de vérification qui se passe du logiciel.",
    `Partie fiscale isolée, avec sa version (${ledger.version}) et l’empreinte de chacun de ses fichiers, contrôlée au démarrage.`,
  ]
}
