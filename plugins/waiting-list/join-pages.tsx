import type { FastifyReply, FastifyRequest } from "fastify"
import type { FormBody } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import { type FieldError, problem } from "../../server/problem.ts"
import {
  Actions,
  Button,
  ErrorSummary,
  errorOf,
  Field,
  Fieldset,
  Form,
  LinkButton,
  Notice,
  PageHeading,
  Section,
} from "../../templates/components/index.ts"
import { formatDateLong } from "../../templates/format.ts"
import { inLocale } from "../catalogue/localised.ts"
import type { ShopPerformance } from "../inventory/list-performances.ts"
import { IdPath } from "../shop/event-pages.tsx"
import { shopPage } from "../shop/shop-page.tsx"
import { joinList } from "./join-list.ts"
import { texts } from "./texts.ts"

const fieldOf = (priceId: string) => `quantity[${priceId}]`

/** Where somebody leaves an address for places of a sold-out zone. */
export function registerJoinPages(app: App): void {
  app.get(
    "/:org/performances/:id/waiting-list",
    { config: { access: "public", page: true }, schema: { params: IdPath } },
    async (request, reply) => joinPage(request, reply, await readPerformance(request)),
  )

  app.post(
    "/:org/performances/:id/waiting-list",
    { config: { access: "public", page: true, shopWrite: true }, schema: { params: IdPath } },
    async (request, reply) => {
      const performance = await readPerformance(request)
      const wanted = readWish((request.body ?? {}) as FormBody, performance, texts[request.locale])
      if (wanted.errors.length > 0 || !wanted.zoneId) return joinPage(request, reply, performance, wanted)
      await joinList(
        request.db,
        { app, organisation: request.organisation },
        {
          performanceId: performance.id,
          zoneId: wanted.zoneId,
          wish: wanted.wish,
          email: wanted.email,
          locale: request.locale,
        },
      )
      app.queue.nudge()
      return sentPage(request, reply, performance)
    },
  )
}

async function readPerformance(request: FastifyRequest): Promise<ShopPerformance> {
  const { db, organisation, server } = request
  const { id } = request.params as { id: string }
  const found = await server.shopPerformances.one(db, organisation.id, id)
  if (found.status !== "on_sale" && found.status !== "sold_out") throw problem(404, "not_found")
  return found
}

interface Wanted {
  zoneId: string | undefined
  /** How many at each price. */
  wish: Record<string, number>
  email: string
  errors: FieldError[]
}

const soldOutZones = ({ zones }: ShopPerformance) =>
  zones.filter((zone) => zone.status === "sold_out" && zone.prices.length > 0)

function readWish(body: Readonly<FormBody>, performance: ShopPerformance, t: (typeof texts)["fr"]): Wanted {
  const typed = (name: string) =>
    [Object.hasOwn(body, name) ? (body[name] ?? "") : ""].flat().at(-1)?.trim() ?? ""
  const errors: FieldError[] = []
  const wish: Record<string, number> = {}
  const zoneIds = new Set<string>()
  const zones = soldOutZones(performance)
  for (const zone of zones)
    for (const { id } of zone.prices) {
      const count = /^\d{1,4}$/.test(typed(fieldOf(id))) ? Number(typed(fieldOf(id))) : 0
      if (count === 0) continue
      wish[id] = count
      zoneIds.add(zone.id)
    }
  const path = fieldOf(Object.keys(wish)[0] ?? zones[0]?.prices[0]?.id ?? "")
  const places = Object.values(wish).reduce((sum, count) => sum + count, 0)
  if (places === 0) errors.push({ path, message: t.chooseSome })
  else if (zoneIds.size > 1) errors.push({ path, message: t.oneZone })
  else if (places > performance.maxPerOrder)
    errors.push({ path, message: t.tooMany(performance.maxPerOrder) })
  const email = typed("email")
  if (email === "") errors.push({ path: "email", message: t.emailMissing })
  else if (email.length > 254 || !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email))
    errors.push({ path: "email", message: t.emailWrong })
  return { zoneId: [...zoneIds][0], wish, email, errors }
}

function headingOf(request: FastifyRequest, performance: ShopPerformance) {
  const { locale, organisation } = request
  const date = formatDateLong(performance.startsAt, { locale, timeZone: performance.venue.timezone })
  return {
    lead: `${inLocale(performance.event.title, locale)}, ${date}`,
    back: { href: `/${organisation.slug}/performances/${performance.id}`, label: texts[locale].back },
  }
}

async function joinPage(
  request: FastifyRequest,
  reply: FastifyReply,
  performance: ShopPerformance,
  refused?: Wanted,
): Promise<FastifyReply> {
  const t = texts[request.locale]
  const zones = soldOutZones(performance)
  const errors = refused?.errors ?? []
  const here = `/${request.organisation.slug}/performances/${performance.id}`
  return shopPage(
    request,
    reply,
    { title: t.title, own: true, status: refused ? 422 : 200, current: "programme" },
    <>
      <PageHeading title={t.title} {...headingOf(request, performance)} />
      {zones.length === 0 ? (
        <>
          <Notice title={t.none}>
            <p>{t.noneHint}</p>
          </Notice>
          <Actions>
            <LinkButton href={here}>{t.choose}</LinkButton>
          </Actions>
        </>
      ) : (
        <>
          <Section>
            <p class="prose">{t.lead}</p>
          </Section>
          <ErrorSummary errors={errors} />
          <Form action={`${here}/waiting-list`}>
            {zones.map((zone) => (
              <Fieldset legend={t.howMany(zone.name)}>
                {zone.prices.map(({ id, tariff }) => (
                  <Field
                    type="number"
                    name={fieldOf(id)}
                    label={tariff}
                    min={0}
                    max={performance.maxPerOrder}
                    width="short"
                    inputmode="numeric"
                    optional
                    value={refused?.wish[id] ?? ""}
                    error={errorOf(errors, fieldOf(id))}
                  />
                ))}
              </Fieldset>
            ))}
            <Field
              type="email"
              name="email"
              label={t.email}
              hint={t.emailHint}
              value={refused?.email}
              error={errorOf(errors, "email")}
              autocomplete="email"
              inputmode="email"
              spellcheck={false}
              maxlength={254}
            />
            <Actions>
              <Button size="large">{t.join}</Button>
            </Actions>
          </Form>
        </>
      )}
    </>,
  )
}

async function sentPage(request: FastifyRequest, reply: FastifyReply, performance: ShopPerformance) {
  const t = texts[request.locale]
  return shopPage(
    request,
    reply,
    { title: t.checkMail, own: true, current: "programme" },
    <>
      <PageHeading title={t.checkMail} {...headingOf(request, performance)} />
      <Notice kind="success">
        <p>{t.checkMailHint}</p>
      </Notice>
    </>,
  )
}
