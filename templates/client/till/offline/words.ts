const fr = {
  title: "Hors réseau",
  key: "Hors réseau",
  away: (places: number) =>
    places === 0
      ? "Sans réseau, et plus de place gardée : la vente reprendra avec lui."
      : `Sans réseau : ${places} ${places > 1 ? "places réservées" : "place réservée"}`,
  nothingKept: "Sans réseau, et aucune place gardée : la vente reprendra avec lui.",
  toSend: (count: number) => (count === 1 ? "1 vente à envoyer" : `${count} ventes à envoyer`),
  sending: "Le réseau est revenu : les ventes partent.",
  sent: (count: number) =>
    count === 1 ? "1 vente envoyée et enregistrée" : `${count} ventes envoyées et enregistrées`,
  trouble: (count: number) => (count === 1 ? "1 vente à regarder" : `${count} ventes à regarder`),
  look: "Voir",
  uncertain:
    "Sans réseau. Validez encore une fois : la vente se fera sur les places gardées, une seule fois.",
  tooFew: "Pas assez de places gardées pour ce panier.",
  notHere: "Cela demande le réseau.",
  found: (numbers: string) => `Enregistrée malgré la coupure : ${numbers}. Si personne n’a payé, annulez-la.`,
  keep: "Garder des places pour cette caisse",
  keepHint:
    "Si le réseau tombe, cette caisse les vend et imprime leurs billets. Elles ne sont vendues nulle part ailleurs. Elles repartent en vente quand vous les libérez, à la fermeture de la caisse, ou après la séance.",
  places: "Places",
  keepThem: "Garder",
  kept: "Gardées",
  left: (left: number, all: number) => `${left} à vendre sur ${all} gardées`,
  release: "Libérer",
  released: "Libérées : elles sont de nouveau en vente pour tous.",
  onlyThisPage: "Cette adresse n’est pas en https : sans réseau, gardez cette page ouverte.",
  noneKept: "Aucune place gardée.",
  sales: "Ventes hors réseau",
  noSale: "Aucune vente hors réseau sur cet appareil.",
  number: (number: number) => `n° ${number}`,
  states: {
    waiting: "À envoyer",
    recorded: "Enregistrée",
    moved: "Enregistrée, autres places",
    unplaced: "À rembourser",
    refused: "À vérifier",
  },
  print: "Imprimer",
  offlineSale: (till: string, number: number) => `Vendu hors réseau, ${till}, n° ${number}`,
  closeAfter: (count: number) =>
    count === 1
      ? "1 vente n’est pas encore envoyée : la caisse se ferme après."
      : `${count} ventes ne sont pas encore envoyées : la caisse se ferme après.`,
  signIn: "Reconnectez-vous pour envoyer les ventes : elles sont gardées ici.",
  doors: (time: string) => `Portes ${time}`,
  show: "Présentez ce code à l’entrée.",
  bring: (proof: string) => `Avec : ${proof}`,
  licence: (numbers: string) => `Licence ${numbers}`,
  siret: (number: string) => `SIRET ${number}`,
  ticketNumber: (number: string) => `Billet ${number}`,
  code: "Code du billet",
  back: "Retour",
}

const en: typeof fr = {
  title: "Without network",
  key: "No network",
  away: (places) =>
    places === 0
      ? "No network, and no place left of those kept: selling goes on when it is back."
      : `No network: ${places} ${places > 1 ? "places kept" : "place kept"}`,
  nothingKept: "No network, and no place kept: selling goes on when it is back.",
  toSend: (count) => (count === 1 ? "1 sale to send" : `${count} sales to send`),
  sending: "The network is back: the sales are being sent.",
  sent: (count) => (count === 1 ? "1 sale sent and recorded" : `${count} sales sent and recorded`),
  trouble: (count) => (count === 1 ? "1 sale to look at" : `${count} sales to look at`),
  look: "Look",
  uncertain: "No network. Confirm once more: it will be sold from the places kept, once only.",
  tooFew: "Not enough places kept for this basket.",
  notHere: "This needs the network.",
  found: (numbers) => `Recorded in spite of the cut: ${numbers}. If nobody paid, cancel it.`,
  keep: "Keep places for this till",
  keepHint:
    "If the network goes, this till sells them and prints their tickets. They are sold nowhere else. They go back on sale when you release them, when the till is closed, or after the performance.",
  places: "Places",
  keepThem: "Keep",
  kept: "Kept",
  left: (left, all) => `${left} to sell of ${all} kept`,
  release: "Release",
  released: "Released: they are on sale for everybody again.",
  onlyThisPage: "This address is not https: without a network, leave this page open.",
  noneKept: "No place kept.",
  sales: "Sales without network",
  noSale: "No sale without network on this device.",
  number: (number) => `no. ${number}`,
  states: {
    waiting: "To send",
    recorded: "Recorded",
    moved: "Recorded, other places",
    unplaced: "To pay back",
    refused: "To check",
  },
  print: "Print",
  offlineSale: (till, number) => `Sold without network, ${till}, no. ${number}`,
  closeAfter: (count) =>
    count === 1
      ? "1 sale is not sent yet: the till is closed after it."
      : `${count} sales are not sent yet: the till is closed after them.`,
  signIn: "Sign in again to send the sales: they are kept here.",
  doors: (time) => `Doors ${time}`,
  show: "Show this code at the door.",
  bring: (proof) => `With: ${proof}`,
  licence: (numbers) => `Licence ${numbers}`,
  siret: (number) => `SIRET ${number}`,
  ticketNumber: (number) => `Ticket ${number}`,
  code: "Code of the ticket",
  back: "Back",
}

export const words = { fr, en }
export type OfflineWords = typeof fr
