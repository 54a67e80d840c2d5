import packageJson from "../../package.json" with { type: "json" }
import { adminPage } from "../../server/admin-page.tsx"
import type { Db } from "../../server/database.ts"
import type { App } from "../../server/plugin.ts"
import {
  Button,
  Columns,
  DateTime,
  Facts,
  Figures,
  Form,
  Money,
  PageHeading,
  Section,
} from "../../templates/components/index.ts"
import { formatNumber } from "../../templates/format.ts"
import { balanceOf } from "../ledger/balance.ts"
import { lastClosing } from "../ledger/read-closings.ts"
import { readHead } from "../ledger/read-lines.ts"
import { periodName } from "./period-name.ts"
import { texts } from "./texts.ts"

/** What an inspector wants first: who sells, by which software, whether the books are whole, and where everything is. */
export function registerInspectionPage(app: App): void {
  // The programme is not what they came for.
  app.addHook("onRequest", async (request, reply) => {
    if (request.routeOptions.url === "/admin/:org" && request.currentRole === "inspector")
      return reply.redirect(`/admin/${request.organisation.slug}/inspection`, 303)
  })

  app.get(
    "/admin/:org/inspection",
    { config: { access: { permission: "books:read" }, page: true } },
    async (request, reply) => {
      const { locale, organisation, db } = request
      const t = texts[locale]
      const home = `/admin/${organisation.slug}`
      const [balance, head, closing, verified] = await Promise.all([
        balanceOf(db),
        readHead(db, "operations"),
        lastClosing(db, "day"),
        lastVerification(db),
      ])
      const { legal, name, address } = organisation
      const links = {
        ...{ statements: "/statements", sales: "/journals/sales", cash: "/journals/cash", books: "/books" },
        ...{ debts: "/books/debts", tickets: "/books/tickets", journal: "/books/journal" },
      } satisfies Record<keyof typeof t.inspectionLinks, string>
      const aside = (
        <Section title={t.verification}>
          <Facts
            items={[
              {
                label: t.lastVerified,
                value: verified ? (
                  <>
                    <DateTime at={verified.at} /> : {verified.ok ? t.soundAt : t.brokenAt}
                  </>
                ) : (
                  t.neverVerified
                ),
              },
              { label: t.firstOperation, value: formatNumber(Number(head.number), locale) },
              closing && { label: t.closing, value: periodName(closing, locale) },
              closing && { label: t.perpetual, value: <Money cents={closing.perpetual.gross} /> },
            ]}
          />
          <Form action={`${home}/books/verifications`} csrf={reply.generateCsrf()}>
            <p class="hint">{t.verifyHint}</p>
            <Button kind="secondary">{t.verify}</Button>
          </Form>
        </Section>
      )
      return adminPage(
        request,
        reply,
        { title: t.inspection, current: "/inspection" },
        <>
          <PageHeading title={t.inspection} lead={t.inspectionLead} />
          <Columns aside={aside}>
            <Figures
              items={[
                { label: t.sales, value: <Money cents={balance.sales} /> },
                { label: t.cash, value: <Money cents={balance.cash} /> },
                { label: t.debts, value: <Money cents={balance.debts} /> },
              ]}
            />
            <Section title={t.inspectionWhat}>
              <ul>
                {Object.entries(links).map(([key, path]) => (
                  <li>
                    <a href={home + path}>{t.inspectionLinks[key as keyof typeof links]}</a>
                  </li>
                ))}
              </ul>
            </Section>
            <Section title={t.exploitant}>
              <Facts
                items={[
                  { label: t.exploitant, value: name },
                  { label: t.siret, value: legal.siret },
                  { label: t.licences, value: legal.licences.length > 0 ? legal.licences.join(", ") : null },
                  { label: t.vat, value: legal.vatLiable ? t.vatYes : t.noVat },
                  { label: t.address, value: address },
                  {
                    label: t.software,
                    value: `Parterre ${packageJson.version}, ${t.books.toLowerCase()} ${app.ledger.version}`,
                  },
                ]}
              />
            </Section>
          </Columns>
        </>,
      )
    },
  )
}

/** When the books were read last from the first line, and what was found. */
async function lastVerification(db: Db): Promise<{ at: Date; ok: boolean } | undefined> {
  const line = await db
    .selectFrom("ledger_lines")
    .select(["at", "kind"])
    .where("chain", "=", "journal")
    .where("kind", "in", ["verified", "verification_failed"])
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst()
  return line && { at: line.at, ok: line.kind === "verified" }
}
