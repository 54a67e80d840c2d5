import type { FastifyReply, FastifyRequest } from "fastify"
import { DoneQuery, FormFields, PageParams } from "../../../server/admin-form.ts"
import { adminPage } from "../../../server/admin-page.tsx"
import { FormReader } from "../../../server/form-reader.ts"
import type { App } from "../../../server/plugin.ts"
import { type Refusal, refusalOf } from "../../../server/refusal.ts"
import {
  Actions,
  Button,
  ErrorSummary,
  errorOf,
  Facts,
  Field,
  Form,
  Notice,
  PageHeading,
  Section,
} from "../../../templates/components/index.ts"
import { formatDate, isoLocal, sentence } from "../../../templates/format.ts"
import { inLocale } from "../../catalogue/localised.ts"
import { type Allotment, getAllotment, listAllotments, refuseKept, updateAllotment } from "../allotments.ts"
import { movePlaces } from "../move-places.ts"
import { releaseAllotment } from "../release-allotment.ts"
import { channelOptions, chosenChannels, isOpen, overflowOptions } from "./performance-page.tsx"
import { PlacesFields } from "./places-fields.tsx"
import { readPlaces } from "./read-places.ts"
import { readStock, type Stock } from "./read-stock.ts"
import { texts } from "./texts.ts"
import { sayRuns } from "./typed-seats.ts"

const read = { access: { permission: "allotments:read" }, page: true } as const
const write = { access: { permission: "allotments:write" }, page: true } as const
type Part = "change" | "add" | "move"

/** One allotment: changed, added to, moved from, released. */
export function registerAllotmentPage(app: App): void {
  const address = "/admin/:org/allotments/:id"
  const done = (request: FastifyRequest, reply: FastifyReply, what: string) =>
    reply.redirect(
      `/admin/${request.organisation.slug}/allotments/${(request.params as { id: string }).id}?done=${what}`,
      303,
    )
  const post = { config: write, schema: { params: PageParams, body: FormFields } }

  app.get(
    address,
    { config: read, schema: { params: PageParams, querystring: DoneQuery } },
    async (request, reply) => page(request, reply, await readAllotment(request, request.params.id), {}),
  )

  app.post(address, post, async (request, reply) => {
    const { db, params, locale } = request
    const t = texts[locale]
    const shown = await readAllotment(request, params.id)
    const form = new FormReader(request.body, locale)
    const name = form.line("name", { label: t.name, max: 200 })
    const { timezone } = shown.stock.performance.venue
    const releaseAt = form.localTime("releaseAt", timezone, { label: t.releaseAt, optional: true })
    if (releaseAt && releaseAt > shown.stock.performance.endsAt) form.refuse("releaseAt", t.afterStart)
    const overflow = form.typed("overflow")
    const overflowId = shown.others.some((one) => one.id === overflow && isOpen(one)) ? overflow : null
    if (overflow !== "" && !overflowId) form.refuse("overflow", t.overflowSelf)
    if (form.errors.length > 0) return page(request, reply, shown, { typed: form, part: "change" })
    await refuseKept(db, [params.id])
    const changes = { name, releaseAt, overflowId, channels: chosenChannels(form) }
    await db.transaction().execute((trx) => updateAllotment(trx, params.id, changes))
    return done(request, reply, "saved")
  })

  for (const part of ["add", "move"] as const)
    app.post(`${address}/${part === "add" ? "additions" : "moves"}`, post, async (request, reply) => {
      const { db, params, locale } = request
      const t = texts[locale]
      const shown = await readAllotment(request, params.id)
      const { allotment, others, stock } = shown
      const form = new FormReader(request.body, locale)
      const own = new Set(allotment.seats)
      const places = readPlaces(form, part, stock, t, part === "add" ? stock.isFree : (id) => own.has(id))
      const to = form.typed("to")
      const other = others.some((one) => one.id === to && isOpen(one)) ? to : null
      if (form.errors.length > 0) return page(request, reply, shown, { typed: form, part })
      const way = part === "add" ? { from: null, to: params.id } : { from: params.id, to: other }
      try {
        await refuseKept(db, [params.id])
        await db
          .transaction()
          .execute((trx) => movePlaces(trx, { performanceId: allotment.performanceId, ...way, ...places }))
      } catch (error) {
        const refusal = refusalOf(request, error)
        return page(request, reply, shown, { typed: form, part, refusal })
      }
      return done(request, reply, "moved")
    })

  app.post(`${address}/release`, post, async (request, reply) => {
    await getAllotment(request.db, request.params.id)
    await refuseKept(request.db, [request.params.id])
    await releaseAllotment(request.db, request.params.id)
    return done(request, reply, "released")
  })
}

interface Shown {
  allotment: Allotment
  others: Allotment[]
  stock: Stock
}

/** @throws 404 not_found */
async function readAllotment({ db, organisation, server }: FastifyRequest, id: string): Promise<Shown> {
  const allotment = await getAllotment(db, id)
  const { performanceId } = allotment
  const [all, stock] = await Promise.all([
    listAllotments(db, { performanceId }),
    readStock(db, server.seatBoards, { organisationId: organisation.id, id: performanceId }),
  ])
  return { allotment, others: all.filter((one) => one.id !== id), stock }
}

async function page(
  request: FastifyRequest,
  reply: FastifyReply,
  { allotment, others, stock }: Shown,
  { typed, part, refusal }: { typed?: FormReader; part?: Part; refusal?: Refusal },
): Promise<FastifyReply> {
  const { locale, organisation } = request
  const t = texts[locale]
  const { performance } = stock
  const { timezone: timeZone } = performance.venue
  const reading = { locale, timeZone }
  const address = `/admin/${organisation.slug}/allotments/${allotment.id}`
  const errors = [...(typed?.errors ?? []), ...(refusal?.errors ?? [])]
  const said = t.done[(request.query as { done?: string }).done ?? ""]
  const own = new Set(allotment.seats)
  const overflow = others.find(({ id }) => id === allotment.overflowId)?.name
  const of = (which: Part) => (part === which ? { typed, errors } : { typed: undefined, errors: [] })
  const leftOf = (zoneId: string) => {
    const zone = allotment.zones.find((one) => one.zoneId === zoneId)
    return zone ? zone.capacity - zone.taken : 0
  }
  const left = allotment.zones.reduce((sum, zone) => sum + zone.capacity - zone.taken, 0)
  const standing = isOpen(allotment) && request.can("allotments:write")
  const csrf = reply.generateCsrf()
  const change = of("change")
  return adminPage(
    request,
    reply,
    {
      title: allotment.name,
      current: "/allotments",
      status: refusal?.status ?? (errors.length > 0 ? 422 : 200),
      notice: refusal?.title ? (
        <Notice kind="error" title={refusal.title}>
          {refusal.detail}
        </Notice>
      ) : (
        said && <Notice kind="success">{said}</Notice>
      ),
    },
    <>
      <PageHeading
        title={allotment.name}
        lead={`${inLocale(performance.event.title, locale)}, ${formatDate(performance.startsAt, reading)}`}
        back={{
          href: `/admin/${organisation.slug}/performances/${performance.id}/allotments`,
          label: t.title,
        }}
      />
      <ErrorSummary errors={errors} />
      {!allotment.releasedAt && !isOpen(allotment) && (
        <Notice>
          <p>{t.keptByTill}</p>
        </Notice>
      )}
      <Facts
        items={[
          {
            label: t.channels,
            value: allotment.channels.map((one) => t.channelNames[one]).join(", ") || t.nobody,
          },
          ...allotment.zones.map(({ name, capacity, taken }) => ({
            label: name,
            value: t.ofThoseLeft(capacity, capacity - taken),
          })),
          ...stock.sections.map((section) => {
            const runs = sayRuns(section, (id) => own.has(id), t.to)
            return runs ? { label: t.seats(section.section), value: runs } : null
          }),
          {
            label: t.release,
            value: allotment.releasedAt
              ? t.releasedAt(formatDate(allotment.releasedAt, reading))
              : allotment.releaseAt
                ? sentence(formatDate(allotment.releaseAt, reading))
                : t.byHand,
          },
          { label: t.overflow, value: overflow ?? t.everybody },
        ]}
      />
      {standing && (
        <>
          <Section title={t.change}>
            <Form action={address} csrf={csrf}>
              <Field
                name="name"
                label={t.name}
                value={change.typed?.typed("name") ?? allotment.name}
                error={errorOf(change.errors, "name")}
                maxlength={200}
                width="medium"
                autocomplete="off"
              />
              <Field
                type="checkboxes"
                name="channels"
                label={t.channels}
                hint={t.channelsHint}
                values={change.typed?.all("channels") ?? allotment.channels}
                options={channelOptions(t)}
              />
              <Field
                type="datetime-local"
                name="releaseAt"
                label={t.releaseAt}
                hint={t.releaseAtHint}
                value={
                  change.typed?.typed("releaseAt") ??
                  (allotment.releaseAt && isoLocal(allotment.releaseAt, timeZone))
                }
                error={errorOf(change.errors, "releaseAt")}
                width="medium"
                optional
              />
              <Field
                type="select"
                name="overflow"
                label={t.overflow}
                value={change.typed?.typed("overflow") ?? allotment.overflowId}
                error={errorOf(change.errors, "overflow")}
                options={overflowOptions(t, others)}
              />
              <Actions>
                <Button>{t.save}</Button>
              </Actions>
            </Form>
          </Section>
          {stock.zones.some(({ free }) => free > 0) && (
            <Section title={t.add}>
              <Form action={`${address}/additions`} csrf={csrf}>
                <p class="hint">{t.addHint}</p>
                <PlacesFields
                  form="add"
                  {...{ t, stock, ...of("add") }}
                  freeOf={(zoneId) => stock.zones.find(({ id }) => id === zoneId)?.free ?? 0}
                  isFree={stock.isFree}
                />
                <Actions>
                  <Button kind="secondary">{t.addButton}</Button>
                </Actions>
              </Form>
            </Section>
          )}
          {left > 0 && (
            <>
              <Section title={t.move}>
                <Form action={`${address}/moves`} csrf={csrf}>
                  <PlacesFields
                    form="move"
                    {...{ t, stock, ...of("move") }}
                    freeOf={leftOf}
                    isFree={(id) => own.has(id)}
                  />
                  <Field
                    type="select"
                    name="to"
                    label={t.moveTo}
                    value={of("move").typed?.typed("to")}
                    options={overflowOptions(t, others)}
                  />
                  <Actions>
                    <Button kind="secondary">{t.moveButton}</Button>
                  </Actions>
                </Form>
              </Section>
              <Section title={t.releaseNow}>
                <Form action={`${address}/release`} csrf={csrf}>
                  <p>{t.releaseNowHint(overflow ? t.overflowName(overflow) : t.everybody)}</p>
                  <Actions>
                    <Button kind="danger">{t.releaseNow}</Button>
                  </Actions>
                </Form>
              </Section>
            </>
          )}
        </>
      )}
    </>,
  )
}
