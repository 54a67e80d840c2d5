import { inEachOrganisation } from "../../server/housekeeping.ts"
import { definePlugin } from "../../server/plugin.ts"
import { forgetCarts } from "./forget-carts.ts"
import { dropStock, keepStock } from "./keep-stock.ts"
import { readFill } from "./read-fill.ts"
import { expireCarts } from "./release-places.ts"
import { registerRoutes } from "./routes.ts"
import "./tables.ts"

/** Which places are whose: stock, carts and holds. */
export default definePlugin({
  name: "inventory",
  dependencies: ["accounts", "venues", "catalogue"],
  problems: {
    sold_out: {
      fr: {
        title: "Il ne reste pas assez de places",
        detail: "Essayez une autre séance ou moins de places.",
      },
      en: { title: "Not enough places left", detail: "Try another performance or fewer places." },
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
    below_sold: {
      fr: {
        title: "Des places sont déjà prises",
        detail: "La capacité ne peut pas passer sous ce qui est vendu ou gardé.",
      },
      en: { title: "Places are already taken", detail: "The capacity can’t go below what is sold or held." },
    },
  },
  sweeps: [
    {
      name: "expire carts",
      everySeconds: 5,
      run: (app) =>
        inEachOrganisation(app, async (db, organisationId) => {
          while ((await expireCarts(db, app.events, organisationId)) > 0);
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
    app.events.on("zones.saved", (trx, { zones }) => keepStock(trx, zones))
    app.events.on("zones.removing", (trx, { zoneIds }) => dropStock(trx, zoneIds))
    app.performanceFill.read = readFill
    registerRoutes(app)
  },
})
