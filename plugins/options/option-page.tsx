import type { FastifyReply, FastifyRequest } from "fastify"
import { DoneQuery, FormFields, PageParams } from "../../server/admin-form.ts"
import { adminPage } from "../../server/admin-page.tsx"
import { FormReader } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import { type Refusal, refusalOf } from "../../server/refusal.ts"
import {
  Actions,
  Button,
  DataTable,
  ErrorSummary,
  Facts,
  Form,
  Money,
  Notice,
  PageHeading,
  Section,
} from "../../templates/components/index.ts"
import { formatDate, isoLocal, sentence } from "../../templates/format.ts"
import { inLocale } from "../catalogue/localised.ts"
import { writeCartCookie } from "../shop/cart-cookie.ts"
import { ContactFields } from "./contact-fields.tsx"
import { OptionState } from "./list-page.tsx"
import { changeOption, confirmOption, getOption, type Option, releaseOption } from "./options.ts"
import { readDetails } from "./read-option-form.ts"
import { texts } from "./texts.ts"

const read = { access: { permission: "options:read" }, page: true } as const
const write = { access: { permission: "options:write" }, page: true } as const

/** One option: extended, confirmed, released. */
export function registerOptionPage(app: App): void {
  const address = "/admin/:org/options/:id"
  const post = { config: write, schema: { params: PageParams, body: FormFields } }
  const again = async (request: FastifyRequest, reply: FastifyReply, id: string, error: unknown) =>
    page(request, reply, await getOption(request.db, id), { refusal: refusalOf(request, error) })

  app.get(
    address,
    { config: read, schema: { params: PageParams, querystring: DoneQuery } },
    async (request, reply) => page(request, reply, await getOption(request.db, request.params.id), {}),
  )

  app.post(address, post, async (request, reply) => {
    const { db, params, organisation, locale } = request
    const option = await getOption(db, params.id)
    const form = new FormReader(request.body, locale)
    const details = readDetails(form, { timezone: zoneOf(option, request), endsAt: null }, texts[locale])
    if (!details) return page(request, reply, option, { typed: form })
    try {
      await changeOption(db, params.id, details)
    } catch (error) {
      return again(request, reply, params.id, error)
    }
    return reply.redirect(`/admin/${organisation.slug}/options/${params.id}?done=saved`, 303)
  })

  app.post(`${address}/release`, post, async (request, reply) => {
    const { db, params, organisation } = request
    try {
      await releaseOption(db, params.id)
    } catch (error) {
      return again(request, reply, params.id, error)
    }
    return reply.redirect(`/admin/${organisation.slug}/options/${params.id}?done=released`, 303)
  })

  app.post(`${address}/confirmation`, post, async (request, reply) => {
    const { db, params, organisation } = request
    try {
      writeCartCookie(request, reply, await confirmOption(db, params.id))
    } catch (error) {
      return again(request, reply, params.id, error)
    }
    return reply.redirect(`/${organisation.slug}/checkout`, 303)
  })
}

/** Places of one zone at one tariff, in one line. */
function alike({ places }: Option) {
  const lines = new Map<
    string,
    { zone: string; tariff: string; seats: string[]; count: number; amount: number }
  >()
  for (const { zone, tariff, seat, amount } of places) {
    const key = `${zone} ${tariff} ${amount}`
    const line = lines.get(key) ?? { zone, tariff, seats: [], count: 0, amount: 0 }
    if (seat) line.seats.push(seat.label)
    lines.set(key, { ...line, count: line.count + 1, amount: line.amount + amount })
  }
  return [...lines.values()]
}

/** Times are told by the clock of the hall. */
function zoneOf({ places }: Option, { organisation }: FastifyRequest): string {
  return places[0]?.venue.timezone ?? organisation.timezone
}

async function page(
  request: FastifyRequest,
  reply: FastifyReply,
  option: Option,
  { typed, refusal }: { typed?: FormReader; refusal?: Refusal },
): Promise<FastifyReply> {
  const { locale, organisation } = request
  const t = texts[locale]
  const timeZone = zoneOf(option, request)
  const reading = { locale, timeZone }
  const home = `/admin/${organisation.slug}/options`
  const errors = typed?.errors ?? []
  const done = t.done[(request.query as { done?: string }).done ?? ""]
  const [place] = option.places
  const standing = option.status === "standing" && request.can("options:write")
  const csrf = reply.generateCsrf()
  return adminPage(
    request,
    reply,
    {
      title: option.name,
      current: "/options",
      status: refusal?.status ?? (errors.length > 0 ? 422 : 200),
      notice: refusal ? (
        <Notice kind="error" title={refusal.title ?? option.name}>
          {refusal.detail}
        </Notice>
      ) : (
        done && <Notice kind="success">{done}</Notice>
      ),
    },
    <>
      <PageHeading
        title={option.name}
        lead={place && `${inLocale(place.event.title, locale)}, ${formatDate(place.startsAt, reading)}`}
        back={{ href: home, label: t.title }}
      />
      <ErrorSummary errors={errors} />
      <Facts
        items={[
          { label: t.state, value: <OptionState status={option.status} label={t.states[option.status]} /> },
          { label: t.until, value: sentence(formatDate(option.until, reading)) },
          { label: t.email, value: option.email },
          { label: t.phone, value: option.phone },
          { label: t.note, value: option.note },
          { label: t.madeBy, value: `${option.madeBy}, ${formatDate(option.madeAt, reading)}` },
        ]}
      />
      <Section title={t.placesCount(option.places.length)}>
        <DataTable
          caption={t.places}
          rows={alike(option)}
          columns={[
            { key: "zone", label: t.zone, cell: ({ zone }) => zone },
            { key: "seats", label: t.seat, cell: ({ seats }) => seats.join(", ") || "–" },
            { key: "tariff", label: t.tariff, cell: ({ tariff }) => tariff },
            { key: "count", label: t.places, numeric: true, cell: ({ count }) => count },
            { key: "amount", label: t.amount, numeric: true, cell: ({ amount }) => <Money cents={amount} /> },
          ]}
          foot={{ zone: t.total, count: option.places.length, amount: <Money cents={option.total} /> }}
        />
      </Section>
      {standing && (
        <>
          <Section title={t.confirm}>
            <Form action={`${home}/${option.id}/confirmation`} csrf={csrf}>
              <p>{t.confirmHint}</p>
              <Actions>
                <Button>{t.confirmButton}</Button>
              </Actions>
            </Form>
          </Section>
          <Section title={t.change}>
            <Form action={`${home}/${option.id}`} csrf={csrf}>
              <ContactFields
                {...{ t, errors }}
                read={(name) =>
                  typed?.typed(name) ?? (name === "until" ? isoLocal(option.until, timeZone) : option[name])
                }
              />
              <Actions>
                <Button kind="secondary">{t.save}</Button>
              </Actions>
            </Form>
          </Section>
          <Section title={t.release}>
            <Form action={`${home}/${option.id}/release`} csrf={csrf}>
              <p>{t.releaseHint}</p>
              <Actions>
                <Button kind="danger">{t.releaseButton}</Button>
              </Actions>
            </Form>
          </Section>
        </>
      )}
    </>,
  )
}
