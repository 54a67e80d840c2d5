import { sql } from "kysely"
import type { App } from "../../server/plugin.ts"
import { createOrganisation } from "../accounts/organisations.ts"
import { saveSettings } from "../accounts/settings.ts"
import { runImport } from "../catalogue/imports/run-import.ts"
import { sellDemo } from "./sales.ts"
import { demoSeason } from "./season.ts"

const slug = "demo"

/**
 * Fills an empty instance with a municipal theatre and its season, once: where there is any organisation but an unfinished
 * demonstration, nothing is done. Several processes may start at once.
 */
export async function makeDemo(app: App): Promise<void> {
  if (!app.config.demo) return
  await app.databases.system.transaction().execute(async (lock) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('demonstration', 0))`.execute(lock)
    const found = await app.databases.system.selectFrom("organisations").select("slug").limit(2).execute()
    if (found.length === 0) await makeOrganisation(app)
    else if (found.length > 1 || found[0]?.slug !== slug) return
    app.identity.forget()
    const organisation = await app.identity.organisationBySlug(slug)
    if (!organisation) return
    const db = app.databases.forOrganisation(organisation.id)
    const begun = await db.selectFrom("events").select("id").limit(1).executeTakeFirst()
    if (begun) return
    await runImport(db, app.events, organisation, { kind: "season", body: demoSeason(new Date()) })
    // Nobody writes to people who do not exist: where mail leaves, nothing is sold.
    if (!app.mailer.sends) await sellDemo(app, organisation)
  })
}

async function makeOrganisation(app: App): Promise<void> {
  const { id } = await createOrganisation(app.databases.system, {
    slug,
    name: "Théâtre municipal",
    timezone: "Europe/Paris",
    currency: "EUR",
    locale: "fr",
    legal: {
      siret: "21290232600011",
      licences: ["PLATESV-D-2026-001234", "PLATESV-D-2026-001235"],
      vatLiable: true,
    },
  })
  await saveSettings(app.databases.system, id, {
    name: "Théâtre municipal",
    address: "1 place du Théâtre, 29000 Quimper",
    email: "billetterie@example.org",
    siret: "21290232600011",
    licences: ["PLATESV-D-2026-001234", "PLATESV-D-2026-001235"],
    vatLiable: true,
    accent: "#8c1d40",
    welcome: "Une saison de démonstration : rien n’est vrai, tout se réserve.",
    conditions:
      "Billet valable pour la date et la catégorie indiquées. Il n’est ni repris ni échangé, sauf annulation de la séance.\nLes retardataires sont placés à l’entracte. Les justificatifs des tarifs réduits sont demandés à l’entrée.",
  })
}
