import * as door from "./door.ts"
import * as ledger from "./ledger.ts"
import * as orders from "./orders.ts"
import * as rush from "./rush.ts"
import * as seatMap from "./seat-map.ts"
import * as start from "./start.ts"
import * as tickets from "./tickets.ts"
import * as till from "./till.ts"
import * as waitingRoom from "./waiting-room.ts"

// Everything in one run, so that ratios compare the same machine at the same time.
for (const [name, bench] of Object.entries({
  start,
  orders,
  rush,
  till,
  ledger,
  door,
  tickets,
  "waiting-room": waitingRoom,
  "seat-map": seatMap,
})) {
  console.log(`\n# ${name}`)
  await bench.run()
}
