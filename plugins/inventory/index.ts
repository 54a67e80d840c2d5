import { inEachOrganisation } from "../../server/housekeeping.ts"
import { definePlugin } from "../../server/plugin.ts"
import { registerAllotmentRoutes } from "./allotment-routes.ts"
import { forgetCarts } from "./forget-carts.ts"
import { dropStock, keepStock } from "./keep-stock.ts"
import { registerAllotmentPage } from "./office/allotment-page.tsx"
import { registerAllotmentList } from "./office/list-page.tsx"
import { registerPerformanceAllotments } from "./office/performance-page.tsx"
import { texts } from "./office/texts.ts"
import { readFill } from "./read-fill.ts"
import { releaseDueAllotments } from "./release-allotment.ts"
import { expireAllCarts } from "./release-places.ts"
import { registerRoutes } from "./routes.ts"
import { SeatBoards } from "./seat-boards.ts"
import { SharedPerformances } from "./shared-performances.ts"
import "./tables.ts"

/** Which places are whose: stock, carts and holds. */
export default definePlugin({
  name: "inventory",
  dependencies: ["accounts", "venues", "seating", "catalogue"],
  problems: {
    sold_out: {
      fr: {
        title: "Il ne reste pas assez de places",
        detail: "Essayez une autre séance ou moins de places.",
      },
      en: { title: "Not enough places left", detail: "Try another performance or fewer places." },
    },
    seat_taken: {
      fr: {
        title: "Ces places viennent d’être prises",
        detail: "Choisissez-en d’autres : le plan montre celles qui sont libres.",
      },
      en: {
        title: "These seats have just been taken",
        detail: "Choose others: the plan shows which ones are free.",
      },
    },
    not_enough_together: {
      fr: {
        title: "Il ne reste pas assez de places côte à côte",
        detail: "Choisissez-les sur le plan, ou prenez-en moins.",
      },
      en: {
        title: "There are not enough seats together",
        detail: "Choose them on the plan, or take fewer.",
      },
    },
    lone_seat: {
      fr: {
        title: "Une place resterait seule à côté des vôtres",
        detail: "Décalez votre choix d’une place, pour que personne n’ait à s’asseoir seul.",
      },
      en: {
        title: "A seat would be left alone beside yours",
        detail: "Move your choice by one seat, so that nobody has to sit alone.",
      },
    },
    not_on_sale: {
      fr: { title: "Ces places ne sont pas en vente" },
      en: { title: "These places are not on sale" },
    },
    too_many: {
      fr: { title: "C’est plus de places que permis en une commande" },
      en: { title: "That is more places than one order may have" },
    },
    cart_expired: {
      fr: {
        title: "Le temps du panier est écoulé",
        detail: "Les places ont été remises en vente. Choisissez-les à nouveau.",
      },
      en: { title: "The basket’s time is up", detail: "Its places went back on sale. Choose them again." },
    },
    kept_by_till: {
      fr: {
        title: "Une caisse garde ces places pour vendre sans réseau",
        detail: "Elles reviennent quand la caisse les libère, ou à sa fermeture.",
      },
      en: {
        title: "A till keeps these places to sell without a network",
        detail: "They come back when the till releases them, or when it is closed.",
      },
    },
    below_sold: {
      fr: {
        title: "Des places sont déjà prises",
        detail: "La capacité ne peut pas passer sous ce qui est vendu ou gardé.",
      },
      en: { title: "Places are already taken", detail: "The capacity can’t go below what is sold or held." },
    },
  },
  permissions: { "allotments:read": ["box_office", "accounting"], "allotments:write": ["box_office"] },
  menu: [
    {
      label: { fr: texts.fr.title, en: texts.en.title },
      path: "/allotments",
      permission: "allotments:read",
      icon: "seats",
      order: 23,
    },
  ],
  sweeps: [
    {
      name: "release allotments",
      everySeconds: 15,
      run: (app) =>
        inEachOrganisation(app, async (db) => {
          while ((await releaseDueAllotments(db)) > 0);
        }),
    },
    {
      name: "expire carts",
      everySeconds: 5,
      run: (app) =>
        inEachOrganisation(app, async (db, organisationId) => {
          await expireAllCarts(db, app.events, organisationId)
        }),
    },
    {
      name: "forget carts",
      everySeconds: 600,
      run: (app) =>
        inEachOrganisation(app, async (db) => {
          while ((await forgetCarts(db)) > 0);
        }),
    },
  ],
  register(app) {
    app.decorate("seatBoards", new SeatBoards(app.databases))
    app.decorate("shopPerformances", new SharedPerformances())
    app.events.on("zones.saved", (trx, { zones }) => keepStock(trx, zones))
    app.events.on("zones.removing", (trx, { zoneIds }) => dropStock(trx, zoneIds))
    app.performanceFill.read = readFill
    app.performanceLinks.push((request, id) =>
      request.can("allotments:read")
        ? {
            href: `/admin/${request.organisation.slug}/performances/${id}/allotments`,
            label: texts[request.locale].title,
          }
        : null,
    )
    registerRoutes(app)
    registerAllotmentRoutes(app)
    registerAllotmentList(app)
    registerPerformanceAllotments(app)
    registerAllotmentPage(app)
  },
})
