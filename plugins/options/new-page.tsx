import type { FastifyReply, FastifyRequest } from "fastify"
import { DateTime as Luxon } from "luxon"
import { Type } from "typebox"
import { FormFields, PageParams } from "../../server/admin-form.ts"
import { adminPage } from "../../server/admin-page.tsx"
import { FormReader } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import { type Refusal, refusalOf } from "../../server/refusal.ts"
import {
  Actions,
  Button,
  DataTable,
  DateTime,
  EmptyState,
  ErrorSummary,
  errorOf,
  Field,
  Fieldset,
  Form,
  Notice,
  PageHeading,
} from "../../templates/components/index.ts"
import { formatDate, formatPrice, isoLocal } from "../../templates/format.ts"
import { inLocale } from "../catalogue/localised.ts"
import { type Allotment, listAllotments } from "../inventory/allotments.ts"
import { withExpiredFreed } from "../inventory/change-cart.ts"
import { isOpen } from "../inventory/office/performance-page.tsx"
import { listSetAside, readStock, type Stock } from "../inventory/office/read-stock.ts"
import { ContactFields } from "./contact-fields.tsx"
import { makeOption } from "./options.ts"
import { quantityField, readDetails, readWishes } from "./read-option-form.ts"
import { texts } from "./texts.ts"

const write = { access: { permission: "options:write" }, page: true } as const
const current = "/options"
const id = PageParams.properties.id

/** Making an option: for which performance, then for whom, how many and until when. */
export function registerNewOption(app: App): void {
  app.get(
    "/admin/:org/options/new",
    { config: write, schema: { querystring: Type.Object({ performance: Type.Optional(id) }) } },
    async (request, reply) => {
      const { performance } = request.query
      return performance ? formPage(request, reply, performance, {}) : choicePage(request, reply)
    },
  )

  app.post(
    "/admin/:org/options/new",
    { config: write, schema: { querystring: Type.Object({ performance: id }), body: FormFields } },
    async (request, reply) => {
      const { db, organisation, locale, principal } = request
      const t = texts[locale]
      const performanceId = request.query.performance
      const { stock, allotments } = await readPage(request, performanceId)
      const form = new FormReader(request.body, locale)
      const { timezone } = stock.performance.venue
      const details = readDetails(form, { timezone, endsAt: stock.performance.endsAt }, t)
      const wishes = readWishes(form, stock, t)
      const from = allotments.find((one) => one.id === form.typed("from"))
      if (form.errors.length > 0 || !details) return formPage(request, reply, performanceId, { typed: form })
      const sale = {
        ...{ boards: app.seatBoards, db, loneLimit: 1 },
        channel: from?.channels[0] ?? ("till" as const),
        ...(from ? { allotmentId: from.id } : {}),
      }
      try {
        const option = await withExpiredFreed(db, app.events, organisation.id, () =>
          makeOption(db, sale, {
            ...{ ...details, organisationId: organisation.id, wishes },
            madeBy: principal.kind === "user" ? principal.user.name : principal.name,
          }),
        )
        return reply.redirect(`/admin/${organisation.slug}/options/${option.id}?done=created`, 303)
      } catch (error) {
        return formPage(request, reply, performanceId, { typed: form, refusal: refusalOf(request, error) })
      }
    },
  )
}

/** Allotments that somebody may sell: options can be taken from them. */
async function readPage({ db, organisation, server }: FastifyRequest, performanceId: string) {
  const [stock, allotments] = await Promise.all([
    readStock(db, server.seatBoards, { organisationId: organisation.id, id: performanceId }),
    listAllotments(db, { performanceId }),
  ])
  return {
    stock,
    allotments: allotments.filter((one) => isOpen(one) && one.channels.length > 0),
  }
}

async function choicePage(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { locale, organisation } = request
  const t = texts[locale]
  const home = `/admin/${organisation.slug}/options`
  const performances = await listSetAside(request.db)
  return adminPage(
    request,
    reply,
    { title: t.create, current },
    <>
      <PageHeading title={t.create} lead={t.choose} back={{ href: home, label: t.title }} />
      {performances.length === 0 ? (
        <EmptyState title={t.noPerformance} icon="ticket">
          {t.nothingHint}
        </EmptyState>
      ) : (
        <DataTable
          caption={t.choose}
          rows={performances}
          rowHref={(one) => `${home}/new?performance=${one.id}`}
          columns={[
            { key: "title", label: t.performance, cell: ({ title }) => inLocale(title, locale) },
            {
              key: "date",
              label: "Date",
              cell: ({ startsAt, timezone }) => <DateTime at={startsAt} timeZone={timezone} start />,
            },
          ]}
        />
      )}
    </>,
  )
}

async function formPage(
  request: FastifyRequest,
  reply: FastifyReply,
  performanceId: string,
  { typed, refusal }: { typed?: FormReader; refusal?: Refusal },
): Promise<FastifyReply> {
  const { locale, organisation } = request
  const t = texts[locale]
  const { stock, allotments } = await readPage(request, performanceId)
  const { performance, sections } = stock
  const { timezone: timeZone } = performance.venue
  const home = `/admin/${organisation.slug}/options`
  const errors = typed?.errors ?? []
  return adminPage(
    request,
    reply,
    {
      title: t.create,
      current,
      status: refusal?.status ?? (errors.length > 0 ? 422 : 200),
      notice: refusal && (
        <Notice kind="error" title={refusal.title ?? t.create}>
          {refusal.detail}
        </Notice>
      ),
    },
    <>
      <PageHeading
        title={t.create}
        lead={`${inLocale(performance.event.title, locale)}, ${formatDate(performance.startsAt, { locale, timeZone })}`}
        back={{ href: home, label: t.title }}
      />
      <ErrorSummary errors={errors} />
      <Form action={`${home}/new?performance=${performanceId}`} csrf={reply.generateCsrf()}>
        <Places {...{ t, request, stock, typed }} />
        {sections.length > 0 && (
          <Field
            type="checkbox"
            name="apart"
            label={t.apart}
            hint={t.apartHint}
            checked={typed?.typed("apart") === "on"}
          />
        )}
        {allotments.length > 0 && <From {...{ t, allotments }} value={typed?.typed("from")} />}
        <ContactFields
          {...{ t, errors }}
          read={(name) =>
            typed?.typed(name) ??
            (name === "until" ? isoLocal(likelyEnd(performance.startsAt, timeZone), timeZone) : null)
          }
        />
        <Actions>
          <Button>{t.create}</Button>
        </Actions>
      </Form>
    </>,
  )
}

function Places(props: {
  t: (typeof texts)["fr"]
  request: FastifyRequest
  stock: Stock
  typed: FormReader | undefined
}) {
  const { t, request, stock, typed } = props
  const { locale, organisation } = request
  return (
    <>
      {stock.performance.zones
        .filter(({ prices }) => prices.length > 0)
        .map((zone) => (
          <Fieldset
            legend={zone.name}
            hint={t.left(stock.zones.find((one) => one.id === zone.id)?.free ?? 0)}
          >
            {zone.prices.map(({ id, tariff, amount }) => (
              <Field
                name={quantityField(id)}
                label={`${tariff}, ${formatPrice(amount, organisation.currency, locale)}`}
                value={typed?.typed(quantityField(id))}
                error={errorOf(typed?.errors ?? [], quantityField(id))}
                inputmode="numeric"
                width="short"
                optional
                autocomplete="off"
              />
            ))}
          </Fieldset>
        ))}
    </>
  )
}

function From(props: {
  t: (typeof texts)["fr"]
  allotments: readonly Allotment[]
  value: string | undefined
}) {
  const { t, allotments, value } = props
  return (
    <Field
      type="select"
      name="from"
      label={t.from}
      value={value}
      options={[
        { value: "", label: t.everybody },
        ...allotments.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  )
}

/** A week from now at six in the evening; the start of the performance when that is sooner. */
function likelyEnd(startsAt: Date, zone: string): Date {
  const week = Luxon.now().setZone(zone).plus({ days: 7 }).set({ hour: 18, minute: 0 }).startOf("minute")
  return week.toMillis() < startsAt.getTime() ? week.toJSDate() : startsAt
}
