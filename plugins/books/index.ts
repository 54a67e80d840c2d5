import { definePlugin } from "../../server/plugin.ts"
import { registerBooksPage } from "./books-page.tsx"
import { registerClosingPage } from "./closing-page.tsx"
import { registerStatementPages } from "./statement-pages.tsx"
import { texts } from "./texts.ts"

/** The books as people read them: balance, closings and recipe statements in the back office. */
export default definePlugin({
  name: "books",
  dependencies: ["accounts", "catalogue", "orders", "tickets", "ledger"],
  menu: [
    {
      label: { fr: texts.fr.statements, en: texts.en.statements },
      path: "/statements",
      permission: "books:read",
      icon: "ticket",
      order: 28,
    },
    {
      label: { fr: texts.fr.books, en: texts.en.books },
      path: "/books",
      permission: "books:read",
      icon: "euro",
      order: 29,
    },
  ],
  register(app) {
    registerStatementPages(app)
    registerBooksPage(app)
    registerClosingPage(app)
  },
})
