import type { Locale } from "../../templates/locale.ts"

const fr = {
  legal: "Mentions légales",
  seller: "Qui vend",
  name: "Nom",
  siret: "SIRET",
  licences: (count: number) => (count > 1 ? "Licences" : "Licence"),
  address: "Adresse",
  email: "E-mail",
  conditions: "Conditions de vente",
  noWithdrawal:
    "Un billet pour une date donnée ne bénéficie pas du délai de rétractation (code de la consommation, article L221-28, 12°).",
  conditionsDefault:
    "Un billet est valable pour la date et la catégorie indiquées. Il n’est ni repris ni échangé, sauf annulation de la séance. Chaque billet ne donne droit qu’à une entrée : ne publiez pas son code. Les tarifs réduits se justifient à l’entrée.",
  yourData: "Vos données",
  dataWhat:
    "Pour vendre un billet, nous enregistrons votre e-mail, votre nom et, si vous le donnez, votre téléphone. Ils servent à envoyer les billets et à vous joindre si la séance change ; à vous écrire le programme seulement si vous l’avez demandé.",
  dataWhere:
    "Ces données restent sur le serveur de cette billetterie. Elles ne sont ni vendues, ni échangées. Les e-mails partent par le service d’envoi que l’organisme a choisi.",
  dataPayment: (companies: string) =>
    `Si vous payez en ligne, le paiement se fait chez ${companies}, qui reçoit votre e-mail, le contenu et le montant de la commande. Vos numéros de carte ne passent jamais par ce serveur.`,
  dataRights: (whom: string) =>
    `Vous pouvez demander à voir vos données, à les corriger ou à les effacer, dans la limite de ce que la loi oblige à garder : écrivez à ${whom}.`,
  dataRightsNobody: "l’organisme",
  cookies: "Témoins de connexion",
  cookiesHint:
    "Deux témoins sont déposés, nécessaires au service : l’un garde votre panier pendant une heure, l’autre la langue choisie. Il n’y a ni mesure d’audience, ni publicité, ni ressource venue d’ailleurs.",
  software: "Logiciel",
  softwareHint: "Cette billetterie fonctionne avec Parterre, logiciel libre sous licence AGPL-3.0-or-later.",

  accessibility: "Accessibilité",
  accessibilityLead: "Cette billetterie est partiellement conforme.",
  conformity: "État de conformité",
  conformityHint: (organisation: string) =>
    `La billetterie de ${organisation} est partiellement conforme au référentiel général d’amélioration de l’accessibilité (RGAA 4.1) et aux règles WCAG 2.2, niveau AA, en raison des points ci-dessous. Cet état vient d’un examen par les auteurs du logiciel, avec des outils automatiques et au clavier ; aucun audit indépendant n’a été fait.`,
  notConform: "Ce qui n’est pas encore accessible",
  notConformList: [
    "Les billets en PDF n’ont pas de structure lisible par un lecteur d’écran. La page de la commande dit la même chose, elle, de façon accessible.",
    "Pendant que les billets se préparent, la page de la commande se recharge d’elle-même, quelques secondes.",
  ],
  help: "Aide et contact",
  helpHint: (whom: string) =>
    `Si quelque chose vous empêche d’acheter un billet ou d’assister à une séance, écrivez à ${whom} : une personne vous répond et vous aide.`,
  remedy: "Recours",
  remedyHint:
    "Si vous n’obtenez pas de réponse, vous pouvez saisir gratuitement le Défenseur des droits : par son site, par courrier (libre réponse 71120, 75342 Paris CEDEX 07) ou par téléphone au 09 69 39 00 00.",
}

const en: typeof fr = {
  legal: "Legal notice",
  seller: "Who sells",
  name: "Name",
  siret: "SIRET",
  licences: (count) => (count === 1 ? "Licence" : "Licences"),
  address: "Address",
  email: "E-mail",
  conditions: "Conditions of sale",
  noWithdrawal:
    "A ticket for a given date has no right of withdrawal (French consumer code, article L221-28, 12°).",
  conditionsDefault:
    "A ticket is valid for the date and the category shown. It is neither taken back nor exchanged, unless the performance is cancelled. Each ticket admits once: do not publish its code. Reduced tariffs need their proof at the door.",
  yourData: "Your data",
  dataWhat:
    "To sell a ticket, we record your e-mail, your name and, if you give it, your phone number. They serve to send the tickets and to reach you if the performance changes; to send you the programme only if you asked for it.",
  dataWhere:
    "These data stay on the server of this ticket shop. They are neither sold nor exchanged. E-mails leave through the mail service the organiser chose.",
  dataPayment: (companies) =>
    `If you pay online, the payment is made at ${companies}, who receives your e-mail, the content and the amount of the order. Your card numbers never pass through this server.`,
  dataRights: (whom) =>
    `You may ask to see your data, to correct or to erase them, within what the law obliges us to keep: write to ${whom}.`,
  dataRightsNobody: "the organiser",
  cookies: "Cookies",
  cookiesHint:
    "Two cookies are set, both needed by the service: one keeps your basket for an hour, the other the language you chose. There is no audience measurement, no advertising, and nothing loaded from elsewhere.",
  software: "Software",
  softwareHint: "This ticket shop runs on Parterre, free software under the licence AGPL-3.0-or-later.",

  accessibility: "Accessibility",
  accessibilityLead: "This ticket shop is partially compliant.",
  conformity: "Compliance status",
  conformityHint: (organisation) =>
    `The ticket shop of ${organisation} is partially compliant with the French accessibility standard (RGAA 4.1) and with WCAG 2.2 level AA, because of the points below. This comes from an examination by the authors of the software, with automatic tools and with the keyboard; no independent audit was made.`,
  notConform: "What is not accessible yet",
  notConformList: [
    "The PDF tickets have no structure that a screen reader can read. The page of the order says the same, accessibly.",
    "While the tickets are being made, the page of the order reloads by itself, for a few seconds.",
  ],
  help: "Help and contact",
  helpHint: (whom) =>
    `If anything keeps you from buying a ticket or coming to a performance, write to ${whom}: a person will answer and help.`,
  remedy: "Remedy",
  remedyHint:
    "If you get no answer, you may turn to the French Defender of Rights, free of charge: on their website, by post (libre réponse 71120, 75342 Paris CEDEX 07) or by phone on +33 9 69 39 00 00.",
}

export const texts = { fr, en } satisfies Record<Locale, typeof fr>
