import type { Locale } from "../../templates/locale.ts"

const fr = {
  ways: { label: "Comment choisir", map: "Plan", list: "Liste", best: "Meilleures places" },
  onMap: "Sur le plan",
  inList: "Dans la liste",
  best: "Les meilleures places",
  bestLead:
    "Dites combien de places il vous faut : nous prenons les meilleures qui restent, côte à côte, quels que soient les tarifs.",
  anywhere: "Plutôt séparées que pas du tout",
  anywhereHint: "S’il ne reste pas assez de places côte à côte.",
  listLead: "Au plein tarif. Un autre tarif se choisit dans le panier.",
  yourSeats: "Vos places",
  row: (name: string) => `rang ${name}`,
  seat: (number: string) => `place ${number}`,
  features: {
    wheelchair: "emplacement pour fauteuil roulant",
    companion: "place d’accompagnant",
    restricted_view: "visibilité réduite",
    aisle: "côté allée",
    hearing_loop: "boucle magnétique",
  },
  left: (count: number) => `${count} ${count > 1 ? "restantes" : "restante"}`,
  chooseSeats: "Choisissez au moins une place, sur le plan ou dans la liste.",
  gone: (seats: string) => `${seats} : cette place vient d’être prise. Le reste de votre choix est gardé.`,
  lone: (seats: string) =>
    `${seats} resterait seule à côté de votre choix. Décalez-le d’une place, ou prenez-la aussi.`,
  notTogether: (zone: string) =>
    `${zone} : il ne reste pas autant de places côte à côte. Prenez-en moins, choisissez-les sur le plan, ou acceptez d’être séparés.`,
  changeTariff: "Changer",
  tariffOf: (seat: string) => `Tarif de ${seat}`,
  /** Said by the map; {…} is filled in there. */
  map: {
    none: "Touchez une place libre.",
    total: "Total",
    tariff: "Tarif, {seat}",
    remove: "Retirer",
    removeSeat: "Retirer {seat}",
    chosen: "{seat} : choisie. {count} en tout.",
    removed: "{seat} : retirée. {count} en tout.",
    gone: "{seat} vient d’être prise par quelqu’un d’autre.",
    max: "{max} places au plus par commande.",
    section: "{free} libres",
    kept: "dans votre panier",
    free: "libre",
    taken: "prise",
    chosenState: "choisie",
    failed: "Le plan ne s’affiche pas. Choisissez dans la liste.",
  },
}

const en: typeof fr = {
  ways: { label: "How to choose", map: "Map", list: "List", best: "Best seats" },
  onMap: "On the map",
  inList: "In the list",
  best: "The best seats",
  bestLead: "Say how many seats you need: we take the best ones left, side by side, whatever their tariffs.",
  anywhere: "Rather apart than not at all",
  anywhereHint: "If there are not enough seats together.",
  listLead: "At full price. Other tariffs are chosen in the basket.",
  yourSeats: "Your seats",
  row: (name) => `row ${name}`,
  seat: (number) => `seat ${number}`,
  features: {
    wheelchair: "space for a wheelchair",
    companion: "companion seat",
    restricted_view: "restricted view",
    aisle: "by the aisle",
    hearing_loop: "hearing loop",
  },
  left: (count) => `${count} left`,
  chooseSeats: "Choose at least one seat, on the map or in the list.",
  gone: (seats) => `${seats}: this seat has just been taken. The rest of your choice is kept.`,
  lone: (seats) =>
    `${seats} would be left alone beside your choice. Move it by one seat, or take that one as well.`,
  notTogether: (zone) =>
    `${zone}: there are not that many seats together. Take fewer, choose them on the map, or accept to sit apart.`,
  changeTariff: "Change",
  tariffOf: (seat) => `Tariff of ${seat}`,
  map: {
    none: "Touch a free seat.",
    total: "Total",
    tariff: "Tariff, {seat}",
    remove: "Remove",
    removeSeat: "Remove {seat}",
    chosen: "{seat}: chosen. {count} in all.",
    removed: "{seat}: removed. {count} in all.",
    gone: "{seat} has just been taken by somebody else.",
    max: "At most {max} places in one order.",
    section: "{free} free",
    kept: "in your basket",
    free: "free",
    taken: "taken",
    chosenState: "chosen",
    failed: "The map does not show. Choose in the list.",
  },
}

export const seatTexts = { fr, en } satisfies Record<Locale, typeof fr>
