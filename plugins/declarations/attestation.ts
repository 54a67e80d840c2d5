import type { Organisation } from "../../server/access.ts"
import type { DocumentPart } from "../../templates/document-parts.ts"
import { formatDayLong } from "../../templates/format.ts"
import { renderDocument } from "../tickets/print/render-document.ts"
import type { ServerFacts } from "./facts.ts"
import type { DeclarationSettings } from "./tables.ts"

const blank = "………………………………………………"

export interface DeclarationInput {
  organisation: Organisation
  settings: DeclarationSettings
  facts: ServerFacts
  now: Date
}

/** Each paragraph is kept whole; the first bears the heading. */
export function paragraphs(heading: string | undefined, words: readonly string[]): DocumentPart[] {
  return words.map((paragraph, index) => ({
    kind: "text",
    ...(index === 0 && heading ? { heading } : {}),
    words: paragraph,
  }))
}

export function listed(words: readonly string[]): string {
  return words.map((one) => `–\u00a0${one}`).join("\n")
}

export function day(iso: string | null): string {
  return iso ? formatDayLong(new Date(`${iso}T12:00:00Z`), { locale: "fr", timeZone: "UTC" }) : blank
}

/**
 * The individual attestation of CGI art. 286, I, 3° bis as the administration's model asks for it, in two parts, to be
 * signed by whoever may. It promises nothing in anybody's name: without the publisher's signature it is a draft, and it
 * says so; where the fiscal part is not the one that was released, it says that it is worth nothing.
 */
export function renderAttestation({
  organisation,
  settings,
  facts,
  now,
}: DeclarationInput): Promise<Uint8Array> {
  const { ledger } = facts
  const { legal, name, address } = organisation
  const [major = ""] = ledger.version.split(".")
  const parts: DocumentPart[] = [
    ...(ledger.released ? [] : [altered(ledger)]),
    ...paragraphs("À lire avant de signer", [
      "Ce document est un projet tant qu’il n’est pas daté et signé par l’éditeur, dans son premier volet, et par l’utilisateur, dans le second. Il est nominatif : il vaut pour un seul utilisateur, et pour une seule version majeure.",
      "Peut signer le premier volet qui détient le code source de la version utilisée et maîtrise la modification de ses paramètres : l’éditeur. Télécharger un logiciel libre ne fait pas de l’utilisateur un éditeur ; en modifier la partie fiscale, si : l’attestation d’un autre ne vaut alors plus pour ce logiciel, et qui a écrit ou modifié le logiciel pour son propre usage ne peut pas s’attester à lui-même qu’il est conforme.",
      "Une fausse attestation est un faux, puni par l’article 441-1 du code pénal.",
    ]),
    {
      kind: "facts",
      heading: "Volet 1 – L’éditeur",
      items: [
        ["Éditeur", settings.publisher ?? blank],
        ["Adresse", settings.publisher_address ?? blank],
        ["SIREN", settings.publisher_siren ?? blank],
        ["Signataire, en qualité de", settings.signatory ?? blank],
        ["Logiciel", "Parterre, logiciel de billetterie et d’encaissement"],
        ["Version", `${facts.parterre}, partie fiscale ${ledger.version}`],
        ["Version mise à disposition le", day(ledger.date)],
        ["Licence", "AGPL-3.0-or-later (logiciel libre, sans numéro de licence individuel)"],
        ["Racine de la version majeure", `${major} (versions ${major}.x.y de la partie fiscale)`],
        ["Installation attestée", `${name}, ${organisation.slug} nº ${organisation.id}`],
      ],
    },
    ...paragraphs(undefined, [
      `L’éditeur atteste que ce logiciel, dans la version indiquée et pour les fonctions indiquées ci-dessous, satisfait aux conditions d’inaltérabilité, de sécurisation, de conservation et d’archivage des données en vue du contrôle de l’administration fiscale que pose le 3° bis du I de l’article 286 du code général des impôts.`,
      `Il s’engage à ne changer le premier chiffre de la version de la partie fiscale qu’avec un changement des fonctions qui répondent à ces conditions, et à ne faire paraître sous la racine ${major} que des versions mineures, qui n’y touchent pas. Une autre racine demande une autre attestation.`,
    ]),
    { kind: "text", heading: "Fonctions couvertes", words: listed(covered) },
    { kind: "text", heading: "Fonctions non couvertes", words: listed(notCovered) },
    { kind: "signatures", labels: ["Fait à, le", "Signature de l’éditeur"] },
    {
      kind: "facts",
      heading: "Volet 2 – L’utilisateur",
      items: [
        ["Utilisateur", name],
        ["SIRET", legal.siret ?? blank],
        ["Adresse", address?.replaceAll("\n", ", ") ?? blank],
        ["Logiciel acquis le", day(settings.acquired_on)],
        ["Auprès de", settings.acquired_from ?? blank],
        ["En service depuis le", day(settings.used_since)],
        ["Version", `${facts.parterre}, partie fiscale ${ledger.version}`],
      ],
    },
    {
      kind: "text",
      words:
        "L’utilisateur certifie sur l’honneur utiliser ce logiciel, dans la version indiquée, pour enregistrer les règlements de ses clients, sans en avoir modifié ni fait modifier la partie fiscale.",
    },
    { kind: "signatures", labels: ["Fait à, le", "Signature de l’utilisateur"] },
  ]
  return renderDocument({
    title: ledger.released ? "Attestation individuelle" : "Attestation individuelle, sans valeur en l’état",
    subtitle: `Logiciel de caisse : article 286, I, 3° bis du code général des impôts · version fiscale ${ledger.version}`,
    organiser: { name, siret: legal.siret ?? null, licences: legal.licences, address },
    ...{ locale: "fr" as const, timeZone: organisation.timezone, madeAt: now },
    training: organisation.trainingOf !== null,
    parts,
  })
}

function altered({ version, differing }: ServerFacts["ledger"]): DocumentPart {
  const files =
    differing.length > 8 ? [...differing.slice(0, 8), `et ${differing.length - 8} autres`] : differing
  return {
    kind: "text",
    heading: "Cette attestation ne peut pas être signée en l’état",
    words: `La partie fiscale qui fonctionne ici n’est pas la version ${version} telle qu’elle a été publiée : ${files.join(", ") || "le numéro de version diffère"}. L’attestation de cette version ne la couvre pas. Remettez la version publiée, ou adressez-vous à qui a fait la modification : il en est l’éditeur.`,
  }
}

const covered = [
  "Enregistrement de chaque opération (vente, billet gratuit, annulation, échange, réédition, encaissement, remboursement, entrée) avec sa date, sa caisse, le détail des billets, les taux et montants de TVA et les modes de paiement ; une correction est une opération de plus.",
  "Inaltérabilité : numéros sans rupture, lignes chaînées et scellées par HMAC-SHA-256 ; la base refuse toute modification et toute suppression, et la vérification nomme la première ligne touchée.",
  "Sécurisation : sceaux dont le secret n’est pas dans la base, têtes de chaîne conservées en dehors d’elle ; l’entraînement est marqué et tient des écritures à part.",
  "Conservation : clôtures de jour, de mois et d’année, avec totaux de période et totaux perpétuels jamais remis à zéro ; rien n’est effacé.",
  "Archivage : archives de périodes closes en formats ouverts, scellées, avec notice en français et programme de vérification.",
]

const notCovered = [
  "Sauvegarde de la base, de la clé secrète et des archives, et leur conservation pendant six ans : elles sont à la charge de l’exploitant.",
  "Matériel, système d’exploitation, réseau, terminaux de paiement et prestataires de paiement.",
  "Comptabilité générale, facturation entre professionnels, paie, déclarations de TVA et de droits.",
  "Modules ajoutés par la configuration (PLUGINS), et toute version dont la partie fiscale a été modifiée.",
]
