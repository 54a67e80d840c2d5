import { definePlugin } from "../../server/plugin.ts"
import { registerBooksPage } from "./books-page.tsx"
import { registerClosingPage } from "./closing-page.tsx"
import { registerDebtsPage } from "./debts-page.tsx"
import { registerInspectionPage } from "./inspection-page.tsx"
import { registerJournalPages } from "./journal-pages.tsx"
import { registerStatementPages } from "./statement-pages.tsx"
import { registerTechnicalJournalPage } from "./technical-journal-page.tsx"
import { texts } from "./texts.ts"
import { registerTicketsPage } from "./tickets-page.tsx"

/** The books as people read them: balance, closings and recipe statements in the back office. */
export default definePlugin({
  name: "books",
  dependencies: ["accounts", "catalogue", "orders", "tickets", "admission", "ledger"],
  permissions: { "books:inspect": ["inspector"] },
  menu: [
    {
      label: { fr: texts.fr.inspection, en: texts.en.inspection },
      path: "/inspection",
      permission: "books:inspect",
      icon: "check",
      order: 55,
    },
    {
      label: { fr: texts.fr.statements, en: texts.en.statements },
      path: "/statements",
      permission: "books:read",
      icon: "ticket",
      order: 50,
    },
    {
      label: { fr: texts.fr.journalsTitle, en: texts.en.journalsTitle },
      path: "/journals",
      permission: "books:own",
      icon: "euro",
      order: 51,
    },
    {
      label: { fr: texts.fr.books, en: texts.en.books },
      path: "/books",
      permission: "books:read",
      icon: "euro",
      order: 52,
    },
  ],
  register(app) {
    registerStatementPages(app)
    registerBooksPage(app)
    registerClosingPage(app)
    registerJournalPages(app)
    registerDebtsPage(app)
    registerTicketsPage(app)
    registerTechnicalJournalPage(app)
    registerInspectionPage(app)
  },
})
