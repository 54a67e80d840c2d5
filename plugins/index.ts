import type { Plugin } from "../server/plugin.ts"
import accounts from "./accounts/index.ts"
import admission from "./admission/index.ts"
import archives from "./archives/index.ts"
import books from "./books/index.ts"
import catalogue from "./catalogue/index.ts"
import declarations from "./declarations/index.ts"
import demo from "./demo/index.ts"
import inventory from "./inventory/index.ts"
import ledger from "./ledger/index.ts"
import mailbox from "./mailbox/index.ts"
import offlineSales from "./offline-sales/index.ts"
import options from "./options/index.ts"
import orders from "./orders/index.ts"
import paymentSandbox from "./payment-sandbox/index.ts"
import paymentStripe from "./payment-stripe/index.ts"
import printing from "./printing/index.ts"
import seating from "./seating/index.ts"
import shop from "./shop/index.ts"
import tickets from "./tickets/index.ts"
import till from "./till/index.ts"
import training from "./training/index.ts"
import venues from "./venues/index.ts"
import waitingList from "./waiting-list/index.ts"
import waitingRoom from "./waiting-room/index.ts"

/** The modules, in the order in which they depend on each other. Delete an optional one and its line: the rest still boots. */
export const plugins: readonly Plugin[] = [
  accounts,
  venues,
  seating,
  catalogue,
  inventory,
  orders,
  tickets,
  admission,
  ledger,
  books,
  archives,
  till,
  printing,
  offlineSales,
  declarations,
  paymentSandbox,
  paymentStripe,
  shop,
  options,
  waitingRoom,
  waitingList,
  mailbox,
  training,
  demo,
]
