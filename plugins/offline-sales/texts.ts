import type { Locale } from "../../templates/locale.ts"
import type { OfflineState, Remark } from "./tables.ts"

interface Texts {
  allotment: (till: string) => string
  title: string
  lead: string
  sold: string
  none: string
  noneHint: string
  caption: string
  number: string
  order: string
  till: string
  soldAt: string
  receivedAt: string
  total: string
  state: string
  states: Record<OfflineState, string>
  remarks: Record<Remark, string>
  all: string
  toLookAt: string
  reserves: string
  reservesHint: string
  reservesCaption: string
  performance: string
  kept: string
  left: string
  since: string
  release: string
  released: string
  twin: string
}

const fr: Texts = {
  allotment: (till) => `Hors réseau : ${till}`,
  title: "Ventes hors réseau",
  lead: "Ce que les caisses ont vendu sans réseau, et les places qu’elles gardent pour cela.",
  sold: "Ventes",
  none: "Aucune vente hors réseau",
  noneHint: "Quand une caisse vend sans réseau, ses ventes arrivent ici dès qu’il revient.",
  caption: "Ventes hors réseau, les dernières reçues d’abord",
  number: "N°",
  order: "Commande",
  till: "Caisse",
  soldAt: "Vendue",
  receivedAt: "Reçue",
  total: "Total",
  state: "État",
  states: {
    recorded: "Enregistrée",
    moved: "Autres places",
    unplaced: "À rembourser",
    refused: "À vérifier",
  },
  remarks: {
    till_closed: "La caisse était déjà fermée",
    reserve_ended: "Les places gardées avaient été libérées",
    other_places: "Les places imprimées étaient prises : d’autres ont été données",
    no_place_left: "Plus de place : l’argent est à rendre",
    online_twin_cancelled: "La vente tentée en ligne avait abouti : elle est annulée, celle-ci reste",
    online_twin_stands: "La vente tentée en ligne avait abouti et n’a pas pu être annulée",
    unknown_session: "Session de caisse inconnue",
    foreign_session: "La session est celle d’une autre caisse",
    unknown_price: "Ce tarif n’existe pas",
    forged_price: "Ce prix n’a jamais été proposé ici",
    unknown_place: "Ces places ne sont pas connues",
    foreign_place: "Ces places étaient gardées par une autre caisse",
    payments_mismatch: "Les paiements ne font pas le total",
    invalid_payment: "Ce paiement n’est pas possible ici",
  },
  all: "Toutes",
  toLookAt: "À regarder",
  reserves: "Places gardées par les caisses",
  reservesHint:
    "Elles ne sont vendues nulle part ailleurs. Libérées, elles repartent en vente pour tous, et les codes que la caisse n’a pas vendus n’ouvrent plus les portes. Une vente que la caisse n’aurait pas encore envoyée sera enregistrée quand même.",
  reservesCaption: "Places gardées",
  performance: "Séance",
  kept: "Gardées",
  left: "Restent à vendre",
  since: "Dernières nouvelles",
  release: "Libérer",
  released: "Les places sont de nouveau en vente pour tous.",
  twin: "vente hors réseau enregistrée à sa place",
}

const en: Texts = {
  allotment: (till) => `Without network: ${till}`,
  title: "Sales without network",
  lead: "What the tills sold without a network, and the places they keep for that.",
  sold: "Sales",
  none: "No sale without network",
  noneHint: "When a till sells without a network, its sales arrive here as soon as it is back.",
  caption: "Sales without network, the last received first",
  number: "No.",
  order: "Order",
  till: "Till",
  soldAt: "Sold",
  receivedAt: "Received",
  total: "Total",
  state: "State",
  states: { recorded: "Recorded", moved: "Other places", unplaced: "To pay back", refused: "To check" },
  remarks: {
    till_closed: "The till was closed already",
    reserve_ended: "The places it kept had been released",
    other_places: "The printed places were taken: others were given",
    no_place_left: "No place left: the money is to be given back",
    online_twin_cancelled: "The sale tried online had succeeded: it is cancelled, this one stands",
    online_twin_stands: "The sale tried online had succeeded and could not be cancelled",
    unknown_session: "Unknown till session",
    foreign_session: "The session is another till’s",
    unknown_price: "This price does not exist",
    forged_price: "This price was never asked here",
    unknown_place: "These places are not known",
    foreign_place: "Another till kept these places",
    payments_mismatch: "The payments don’t add up to the total",
    invalid_payment: "This payment is not possible here",
  },
  all: "All",
  toLookAt: "To look at",
  reserves: "Places kept by tills",
  reservesHint:
    "They are sold nowhere else. Once released they are on sale for everybody, and the codes that the till has not sold open no door any more. A sale that the till has not sent yet will be recorded all the same.",
  reservesCaption: "Places kept",
  performance: "Performance",
  kept: "Kept",
  left: "Left to sell",
  since: "Last heard of",
  release: "Release",
  released: "The places are on sale for everybody again.",
  twin: "sale without network recorded in its place",
}

export const texts: Record<Locale, Texts> = { fr, en }
