import { Type } from "typebox"
import { FormFields, PageParams } from "../../server/admin-form.ts"
import { adminPage } from "../../server/admin-page.tsx"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import {
  Badge,
  Button,
  DataTable,
  DateTime,
  EmptyState,
  Filters,
  Form,
  Money,
  Notice,
  PageHeading,
  Section,
} from "../../templates/components/index.ts"
import { inLocale } from "../catalogue/localised.ts"
import { endReserve } from "./end-reserve.ts"
import { type ListedReserve, listReserves } from "./list-reserves.ts"
import { type ListedSale, listSales } from "./list-sales.ts"
import type { OfflineState } from "./tables.ts"
import { texts } from "./texts.ts"

const path = "/offline-sales"
const shown = 200

const tones: Record<OfflineState, "good" | "attention"> = {
  recorded: "good",
  moved: "attention",
  unplaced: "attention",
  refused: "attention",
}

/** What tills sold without a network, and what they keep for that. */
export function registerPages(app: App): void {
  app.get(
    `/admin/:org${path}`,
    {
      config: { access: { permission: "till:read" }, page: true },
      schema: {
        querystring: Type.Object({
          doubtful: Type.Optional(Type.Literal("1")),
          done: Type.Optional(Type.String({ maxLength: 40 })),
        }),
      },
    },
    async (request, reply) => {
      const { db, locale, organisation, query } = request
      const csrf = reply.generateCsrf()
      const t = texts[locale]
      const home = `/admin/${organisation.slug}`
      const doubtful = query.doubtful === "1"
      const reserves = await listReserves(db)
      const sales = await listSales(db, { doubtful, limit: shown })
      return adminPage(
        request,
        reply,
        {
          ...{ title: t.title, current: path },
          notice: query.done === "released" && <Notice kind="success">{t.released}</Notice>,
        },
        <>
          <PageHeading title={t.title} lead={t.lead} />
          {reserves.length > 0 && (
            <Section title={t.reserves}>
              <p>{t.reservesHint}</p>
              <DataTable<ListedReserve>
                caption={t.reservesCaption}
                rows={reserves}
                columns={[
                  {
                    key: "performance",
                    label: t.performance,
                    main: true,
                    cell: ({ title, startsAt, timezone }) => (
                      <>
                        {inLocale(title, locale)} · <DateTime at={startsAt} timeZone={timezone} />
                      </>
                    ),
                  },
                  { key: "till", label: t.till, cell: ({ till }) => till },
                  { key: "kept", label: t.kept, numeric: true, cell: ({ kept }) => kept },
                  { key: "left", label: t.left, numeric: true, cell: ({ left }) => left },
                  {
                    key: "since",
                    label: t.since,
                    secondary: true,
                    cell: ({ refreshedAt }) => <DateTime at={refreshedAt} />,
                  },
                ]}
                rowActions={
                  request.can("sell:offline")
                    ? ({ id }) => (
                        <Form action={`${home}${path}/reserves/${id}`} csrf={csrf}>
                          <Button kind="secondary">{t.release}</Button>
                        </Form>
                      )
                    : undefined
                }
              />
            </Section>
          )}
          <Section title={t.sold}>
            <Filters
              label={t.toLookAt}
              items={[
                { href: `${home}${path}`, label: t.all, current: !doubtful },
                { href: `${home}${path}?doubtful=1`, label: t.toLookAt, current: doubtful },
              ]}
            />
            {sales.length === 0 ? (
              <EmptyState title={t.none} icon="ticket">
                {t.noneHint}
              </EmptyState>
            ) : (
              <DataTable<ListedSale>
                caption={t.caption}
                rows={sales}
                columns={[
                  {
                    key: "number",
                    label: t.number,
                    main: true,
                    cell: ({ till, number }) => `${till ?? "–"} · ${number}`,
                  },
                  { key: "soldAt", label: t.soldAt, cell: ({ soldAt }) => <DateTime at={soldAt} /> },
                  {
                    key: "receivedAt",
                    label: t.receivedAt,
                    secondary: true,
                    cell: ({ receivedAt }) => <DateTime at={receivedAt} />,
                  },
                  {
                    key: "order",
                    label: t.order,
                    cell: ({ orderId, orderNumber }) =>
                      orderId && <a href={`${home}/orders/${orderId}`}>{orderNumber}</a>,
                  },
                  {
                    key: "state",
                    label: t.state,
                    cell: ({ state, remarks }) => (
                      <>
                        <Badge tone={tones[state]}>{t.states[state]}</Badge>
                        {remarks.map((remark) => (
                          <div class="hint">{t.remarks[remark]}</div>
                        ))}
                      </>
                    ),
                  },
                  {
                    key: "total",
                    label: t.total,
                    numeric: true,
                    cell: ({ total }) => <Money cents={total} />,
                  },
                ]}
              />
            )}
          </Section>
        </>,
      )
    },
  )

  app.post(
    `/admin/:org${path}/reserves/:id`,
    {
      config: { access: { permission: "sell:offline" }, page: true },
      schema: { params: PageParams, body: FormFields },
    },
    async (request, reply) => {
      // A device sells, and has nothing to do here.
      if (request.principal.kind !== "user") throw problem(403, "forbidden")
      await endReserve(request.db, request.params.id, "released")
      return reply.redirect(`/admin/${request.organisation.slug}${path}?done=released`, 303)
    },
  )
}
