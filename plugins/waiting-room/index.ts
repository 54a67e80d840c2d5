import { inEachOrganisation } from "../../server/housekeeping.ts"
import { definePlugin } from "../../server/plugin.ts"
import { guardSales } from "./gate.ts"
import { registerOfficePages } from "./office-pages.tsx"
import { forgetPasses } from "./passes.ts"
import { registerPoll } from "./poll-route.ts"
import { WaitingRoom } from "./room.ts"
import { registerRoutes } from "./routes.ts"
import { registerWaitingPages } from "./waiting-pages.tsx"
import "./tables.ts"

/** A fair line before the shop, when more people come than it can serve. */
export default definePlugin({
  name: "waiting-room",
  dependencies: ["accounts", "venues", "catalogue", "inventory", "orders", "tickets", "shop"],
  permissions: { "waiting-room:write": ["box_office"] },
  menu: [
    {
      label: { fr: "File d’attente", en: "Waiting room" },
      path: "/waiting-room",
      permission: "waiting-room:write",
      icon: "people",
      order: 25,
    },
  ],
  problems: {
    place_over: {
      fr: { title: "Cette place n’a plus cours", detail: "Reprenez une place dans la file." },
      en: { title: "This place is over", detail: "Take another place in the line." },
    },
    waiting_room: {
      fr: {
        title: "Il faut une place dans la file d’attente",
        detail: "Prenez une place, attendez votre tour, puis recommencez.",
      },
      en: {
        title: "A place in the waiting line is needed",
        detail: "Take a place, wait for its turn, then try again.",
      },
    },
  },
  sweeps: [
    {
      name: "forget passes of the waiting room",
      everySeconds: 3600,
      run: (app) => inEachOrganisation(app, (db) => forgetPasses(db)),
    },
  ],
  register(app) {
    const room = new WaitingRoom(app)
    app.decorate("waitingRoom", room)
    app.addHook("onReady", async () => room.load.start())
    app.addHook("onClose", async () => room.load.stop())
    guardSales(app)
    registerPoll(app)
    registerWaitingPages(app)
    registerRoutes(app)
    registerOfficePages(app)
  },
})
