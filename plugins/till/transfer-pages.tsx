import type { FastifyReply, FastifyRequest } from "fastify"
import { DoneQuery, PageParams } from "../../server/admin-form.ts"
import { adminPage } from "../../server/admin-page.tsx"
import { sendCsv } from "../../server/csv.ts"
import type { App } from "../../server/plugin.ts"
import {
  DataTable,
  DateTime,
  DocumentView,
  EmptyState,
  Figures,
  LinkButton,
  Money,
  Notice,
  PageHeading,
  Section,
} from "../../templates/components/index.ts"
import { formatMoney } from "../../templates/format.ts"
import { cashOnHand } from "./cash-on-hand.ts"
import { sendPaper } from "./office-paper.ts"
import { officeTexts } from "./office-texts.ts"
import { listTransfers, readTransfer } from "./read-transfers.ts"
import { readSettings } from "./settings.ts"
import { transferParts, transferRows } from "./transfer-document.ts"
import { registerTransferForm } from "./transfer-form.tsx"

const config = { access: { permission: "till:read" }, page: true } as const
const path = "/transfers"
const shown = 200

/** What a régie has in hand, and the slips by which it pays in. */
export function registerTransferPages(app: App): void {
  app.get(`/admin/:org${path}`, { config }, (request, reply) => transfersPage(request, reply))
  registerTransferForm(app, path)

  app.get(
    `/admin/:org${path}/:id`,
    { config, schema: { params: PageParams, querystring: DoneQuery } },
    async (request, reply) => {
      const { locale, organisation, db, params, query } = request
      const t = officeTexts[locale]
      const slip = await readTransfer(db, numberOf(params.id))
      const home = `/admin/${organisation.slug}${path}`
      const title = t.transferSlip(slip.number)
      return adminPage(
        request,
        reply,
        {
          ...{ title, current: path },
          notice: query.done === "made" && <Notice kind="success">{t.made}</Notice>,
        },
        <>
          <PageHeading
            title={title}
            lead={<DateTime at={slip.at} as="long" />}
            back={{ href: home, label: t.transfers }}
            actions={
              <>
                <LinkButton kind="secondary" icon="print" href={`${home}/${slip.number}/slip.pdf`}>
                  {t.pdf}
                </LinkButton>
                <LinkButton kind="secondary" icon="download" href={`${home}/${slip.number}/slip.csv`}>
                  {t.csv}
                </LinkButton>
              </>
            }
          />
          <DocumentView parts={transferParts(slip, { locale, organisation })} />
        </>,
      )
    },
  )

  app.get(
    `/admin/:org${path}/:id/slip.pdf`,
    { config, schema: { params: PageParams } },
    async (request, reply) => {
      const { locale, organisation } = request
      const slip = await readTransfer(request.db, numberOf(request.params.id))
      return sendPaper(request, reply, {
        name: `versement-${slip.number}`,
        title: officeTexts[locale].transferSlip(slip.number),
        parts: transferParts(slip, { locale, organisation }),
      })
    },
  )

  app.get(
    `/admin/:org${path}/:id/slip.csv`,
    { config, schema: { params: PageParams } },
    async (request, reply) => {
      const slip = await readTransfer(request.db, numberOf(request.params.id))
      const name = `${request.organisation.slug}-versement-${slip.number}`
      return sendCsv(reply, name, transferRows(slip, request.locale))
    },
  )
}

/** A number that no slip can have is no slip's. */
const numberOf = (id: string) => Math.min(Number(id), 2_147_483_647)

async function transfersPage(request: FastifyRequest, reply: FastifyReply) {
  const { locale, organisation, db } = request
  const t = officeTexts[locale]
  const home = `/admin/${organisation.slug}${path}`
  const [onHand, slips, { cashCeiling }] = await Promise.all([
    cashOnHand(db),
    listTransfers(db, shown),
    readSettings(db),
  ])
  const prepare = request.can("till:transfer") ? { href: `${home}/new`, label: t.newTransfer } : undefined
  return adminPage(
    request,
    reply,
    { title: t.transfers, current: path },
    <>
      <PageHeading
        title={t.transfers}
        lead={t.transfersLead}
        actions={
          prepare && (
            <LinkButton href={prepare.href} icon="plus">
              {prepare.label}
            </LinkButton>
          )
        }
      />
      {cashCeiling !== null && onHand.total > cashCeiling && (
        <Notice kind="warning" title={t.above(formatMoney(cashCeiling, organisation.currency, locale))} />
      )}
      <Figures
        items={[
          { label: t.onHand, value: <Money cents={onHand.total} />, note: t.onHandNote },
          { label: t.ofClosed, value: <Money cents={onHand.counted} /> },
          { label: t.ofOpen, value: <Money cents={onHand.open} /> },
          { label: t.keptBefore, value: <Money cents={onHand.kept} /> },
        ]}
      />
      {slips.length === 0 ? (
        <EmptyState title={t.noTransfer} icon="euro" action={prepare}>
          {t.noTransferText}
        </EmptyState>
      ) : (
        <Section>
          <DataTable
            caption={t.transfers}
            rows={slips}
            rowHref={({ number }) => `${home}/${number}`}
            columns={[
              { key: "number", label: t.number, cell: ({ number }) => t.transferSlip(number), main: true },
              { key: "at", label: t.date, cell: ({ at }) => <DateTime at={at} /> },
              { key: "by", label: t.by, cell: ({ person }) => person },
              {
                key: "cash",
                label: t.transferred_cash,
                numeric: true,
                cell: ({ cash }) => <Money cents={cash} />,
              },
              { key: "kept", label: t.kept, numeric: true, cell: ({ kept }) => <Money cents={kept} /> },
            ]}
          />
        </Section>
      )}
    </>,
  )
}
