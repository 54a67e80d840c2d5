import type { FastifyReply, FastifyRequest } from "fastify"
import { DateTime as Luxon } from "luxon"
import { DoneQuery, FormFields, PageParams } from "../../../server/admin-form.ts"
import { adminPage } from "../../../server/admin-page.tsx"
import { FormReader } from "../../../server/form-reader.ts"
import type { App } from "../../../server/plugin.ts"
import { type Refusal, refusalOf } from "../../../server/refusal.ts"
import {
  Actions,
  Badge,
  Button,
  DataTable,
  DateTime,
  ErrorSummary,
  errorOf,
  Field,
  Form,
  Notice,
  PageHeading,
  Section,
} from "../../../templates/components/index.ts"
import { formatDate, sentence } from "../../../templates/format.ts"
import { inLocale } from "../../catalogue/localised.ts"
import { type Allotment, createAllotment, listAllotments, refuseKept } from "../allotments.ts"
import { type Channel, channels } from "../tables.ts"
import { PlacesFields } from "./places-fields.tsx"
import { readPlaces } from "./read-places.ts"
import { readStock, type Stock } from "./read-stock.ts"
import { texts } from "./texts.ts"

const read = { access: { permission: "allotments:read" }, page: true } as const
const write = { access: { permission: "allotments:write" }, page: true } as const
type Texts = (typeof texts)["fr"]

/** What is set aside of one performance, and setting more aside. */
export function registerPerformanceAllotments(app: App): void {
  const address = "/admin/:org/performances/:id/allotments"

  app.get(
    address,
    { config: read, schema: { params: PageParams, querystring: DoneQuery } },
    async (request, reply) => page(request, reply, {}),
  )

  app.post(
    address,
    { config: write, schema: { params: PageParams, body: FormFields } },
    async (request, reply) => {
      const { db, organisation, params, locale } = request
      const t = texts[locale]
      const stock = await readStock(db, app.seatBoards, { organisationId: organisation.id, id: params.id })
      const form = new FormReader(request.body, locale)
      const name = form.line("name", { label: t.name, max: 200 })
      const days = form.whole("days", { label: t.releaseDays, min: 0, max: 400, optional: true })
      const overflow = form.typed("overflow")
      const places = readPlaces(form, "new", stock, t, stock.isFree)
      if (form.errors.length > 0) return page(request, reply, { typed: form })
      try {
        await refuseKept(db, [/^\d{1,18}$/.test(overflow) ? overflow : null])
        await db.transaction().execute((trx) =>
          createAllotment(trx, organisation.id, params.id, {
            ...{ name, channels: chosenChannels(form), ...places },
            releaseAt: days === null ? null : daysBefore(stock, days),
            overflowId: /^\d{1,18}$/.test(overflow) ? overflow : null,
          }),
        )
      } catch (error) {
        return page(request, reply, { typed: form, refusal: refusalOf(request, error) })
      }
      return reply.redirect(
        `/admin/${organisation.slug}/performances/${params.id}/allotments?done=created`,
        303,
      )
    },
  )
}

/** At the hour of the performance, by the clock on its wall. */
function daysBefore({ performance }: Stock, days: number): Date {
  return Luxon.fromJSDate(performance.startsAt, { zone: performance.venue.timezone })
    .minus({ days })
    .toJSDate()
}

export function chosenChannels(form: FormReader): Channel[] {
  const ticked = new Set(form.all("channels"))
  return channels.filter((channel) => ticked.has(channel))
}

/** Whether places may go to an allotment or come from it: it is not released, and no till keeps it for itself. */
export function isOpen({ releasedAt, channels }: Pick<Allotment, "releasedAt" | "channels">): boolean {
  return !releasedAt && !channels.includes("offline")
}

/** Who an allotment flows over to: one of the others that are open, or everybody. */
export function overflowOptions(t: Texts, others: readonly Allotment[]) {
  return [
    { value: "", label: t.everybody },
    ...others.filter(isOpen).map(({ id, name }) => ({ value: id, label: t.overflowName(name) })),
  ]
}

export function channelOptions(t: Texts) {
  return channels.map((value) => ({ value, label: t.channelNames[value] }))
}

async function page(
  request: FastifyRequest,
  reply: FastifyReply,
  { typed, refusal }: { typed?: FormReader; refusal?: Refusal },
): Promise<FastifyReply> {
  const { db, locale, organisation, server } = request
  const { id } = request.params as { id: string }
  const t = texts[locale]
  const [stock, allotments] = await Promise.all([
    readStock(db, server.seatBoards, { organisationId: organisation.id, id }),
    listAllotments(db, { performanceId: id }),
  ])
  const { performance } = stock
  const title = inLocale(performance.event.title, locale)
  const when = sentence(formatDate(performance.startsAt, { locale, timeZone: performance.venue.timezone }))
  const errors = [...(typed?.errors ?? []), ...(refusal?.errors ?? [])]
  const done = t.done[(request.query as { done?: string }).done ?? ""]
  const freeOf = (zoneId: string) => stock.zones.find((zone) => zone.id === zoneId)?.free ?? 0
  return adminPage(
    request,
    reply,
    {
      title: `${t.title}, ${title}`,
      current: "/allotments",
      status: refusal?.status ?? (errors.length > 0 ? 422 : 200),
      notice: refusal?.title ? (
        <Notice kind="error" title={refusal.title}>
          {refusal.detail}
        </Notice>
      ) : (
        done && <Notice kind="success">{done}</Notice>
      ),
    },
    <>
      <PageHeading
        title={title}
        lead={when}
        back={{ href: `/admin/${organisation.slug}/allotments`, label: t.title }}
      />
      <ErrorSummary errors={errors} />
      <Section title={t.title}>
        {allotments.length === 0 ? (
          <p>{t.none}</p>
        ) : (
          <Allotments {...{ t, request, allotments, performance }} />
        )}
      </Section>
      <Section title={t.stock}>
        <DataTable
          caption={t.stock}
          rows={stock.zones}
          columns={[
            { key: "zone", label: t.zone, cell: ({ name }) => name },
            { key: "capacity", label: t.capacity, numeric: true, cell: ({ capacity }) => capacity },
            { key: "free", label: t.free, numeric: true, cell: ({ free }) => free },
          ]}
        />
      </Section>
      {request.can("allotments:write") && (
        <Section title={t.create}>
          <Form
            action={`/admin/${organisation.slug}/performances/${id}/allotments`}
            csrf={reply.generateCsrf()}
          >
            <Field
              name="name"
              label={t.name}
              hint={t.nameHint}
              value={typed?.typed("name")}
              error={errorOf(errors, "name")}
              maxlength={200}
              width="medium"
              autocomplete="off"
            />
            <Field
              type="checkboxes"
              name="channels"
              label={t.channels}
              hint={t.channelsHint}
              values={typed?.all("channels") ?? []}
              options={channelOptions(t)}
            />
            <PlacesFields form="new" {...{ t, stock, freeOf, typed, errors }} isFree={stock.isFree} />
            <Field
              name="days"
              label={t.releaseDays}
              hint={t.releaseDaysHint}
              value={typed?.typed("days")}
              error={errorOf(errors, "days")}
              inputmode="numeric"
              width="short"
              optional
              autocomplete="off"
            />
            <Field
              type="select"
              name="overflow"
              label={t.overflow}
              value={typed?.typed("overflow")}
              error={errorOf(errors, "overflowId")}
              options={overflowOptions(t, allotments)}
            />
            <Actions>
              <Button>{t.create}</Button>
            </Actions>
          </Form>
        </Section>
      )}
    </>,
  )
}

function Allotments(props: {
  t: Texts
  request: FastifyRequest
  allotments: readonly Allotment[]
  performance: Stock["performance"]
}) {
  const { t, request, allotments, performance } = props
  const { timezone: timeZone } = performance.venue
  const sum = (allotment: Allotment, what: "capacity" | "taken") =>
    allotment.zones.reduce((total, zone) => total + zone[what], 0)
  const nameOf = (id: string | null) => allotments.find((one) => one.id === id)?.name ?? t.everybody
  return (
    <DataTable
      caption={t.title}
      rows={allotments}
      rowHref={({ id }) => `/admin/${request.organisation.slug}/allotments/${id}`}
      columns={[
        { key: "name", label: t.name, cell: ({ name }) => name },
        {
          key: "channels",
          label: t.channels,
          cell: (allotment) => allotment.channels.map((one) => t.channelNames[one]).join(", ") || t.nobody,
        },
        { key: "places", label: t.aside, numeric: true, cell: (allotment) => sum(allotment, "capacity") },
        { key: "taken", label: t.ofThose, numeric: true, cell: (allotment) => sum(allotment, "taken") },
        {
          key: "release",
          label: t.release,
          cell: ({ releasedAt, releaseAt }) =>
            releasedAt ? (
              <Badge>{t.released}</Badge>
            ) : releaseAt ? (
              <DateTime at={releaseAt} timeZone={timeZone} />
            ) : (
              t.byHand
            ),
        },
        { key: "overflow", label: t.overflow, secondary: true, cell: ({ overflowId }) => nameOf(overflowId) },
      ]}
    />
  )
}
