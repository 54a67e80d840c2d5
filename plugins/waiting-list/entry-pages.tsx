import type { FastifyReply, FastifyRequest } from "fastify"
import { Type } from "typebox"
import type { App } from "../../server/plugin.ts"
import { Problem, problem } from "../../server/problem.ts"
import {
  Actions,
  Button,
  Facts,
  Form,
  Notice,
  PageHeading,
  Section,
} from "../../templates/components/index.ts"
import { formatDateLong } from "../../templates/format.ts"
import { inLocale } from "../catalogue/localised.ts"
import { readCart } from "../inventory/read-cart.ts"
import { writeCartCookie } from "../shop/cart-cookie.ts"
import { shopPage } from "../shop/shop-page.tsx"
import { confirmEntry, leaveList } from "./change-entry.ts"
import { entryIdOf } from "./entry-token.ts"
import { type ReadEntry, readEntry } from "./read-entry.ts"
import { texts } from "./texts.ts"

const Path = Type.Object({ org: Type.String(), token: Type.String({ maxLength: 60 }) })
const Secret = Type.String({ pattern: "^[\\w-]{24}$" })
const Query = Type.Object({ cart: Type.Optional(Secret) })
const page = { access: "public", page: true } as const

/** What the links of the mails open: where somebody stands, and what they may do. Nothing is done by opening it. */
export function registerEntryPages(app: App): void {
  app.get(
    "/:org/waiting-list/:token",
    { config: page, schema: { params: Path, querystring: Query } },
    async (request, reply) => {
      const entry = await entryOf(request)
      const { cart } = request.query
      const kept = cart && entry.cart_id ? await isKept(request, entry.cart_id, cart) : false
      return entryPage(request, reply, entry, kept ? cart : undefined)
    },
  )

  app.post(
    "/:org/waiting-list/:token/confirmation",
    { config: { ...page, shopWrite: true }, schema: { params: Path } },
    async (request, reply) => {
      await confirmEntry(request.db, await entryOf(request))
      return reply.redirect(addressOf(request), 303)
    },
  )

  app.post(
    "/:org/waiting-list/:token/removal",
    { config: { ...page, shopWrite: true }, schema: { params: Path } },
    async (request, reply) => {
      await leaveList(request.db, await entryOf(request))
      return reply.redirect(addressOf(request), 303)
    },
  )

  app.post(
    "/:org/waiting-list/:token/acceptance",
    {
      config: { ...page, shopWrite: true },
      schema: { params: Path, body: Type.Object({ cart: Secret }) },
    },
    async (request, reply) => {
      const entry = await entryOf(request)
      const { cart } = request.body
      if (!entry.cart_id || !(await isKept(request, entry.cart_id, cart)))
        return reply.redirect(addressOf(request), 303)
      writeCartCookie(request, reply, { id: entry.cart_id, secret: cart })
      return reply.redirect(`/${request.organisation.slug}/checkout`, 303)
    },
  )
}

function addressOf(request: FastifyRequest): string {
  return `/${request.organisation.slug}/waiting-list/${(request.params as { token: string }).token}`
}

/** @throws 404 not_found */
async function entryOf(request: FastifyRequest): Promise<ReadEntry> {
  const { token } = request.params as { token: string }
  const id = entryIdOf(request.server.secrets, request.organisation.id, token)
  if (!id) throw problem(404, "not_found")
  return readEntry(request.db, id)
}

async function isKept({ db }: FastifyRequest, cartId: string, secret: string): Promise<boolean> {
  try {
    await readCart(db, cartId, secret)
    return true
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
  }
}

async function entryPage(
  request: FastifyRequest,
  reply: FastifyReply,
  entry: ReadEntry,
  cart: string | undefined,
): Promise<FastifyReply> {
  const { locale } = request
  const t = texts[locale]
  const reading = { locale, timeZone: entry.timezone }
  const offered = entry.state === "offered" && entry.offeredUntil !== null && entry.offeredUntil > new Date()
  const titles = { unconfirmed: t.confirmTitle, waiting: t.waitingTitle, offered: t.offeredTitle }
  const state = entry.state === "offered" && !offered ? "lapsed" : entry.state
  const title = state in titles ? titles[state as keyof typeof titles] : t.title
  const here = addressOf(request)
  return shopPage(
    request,
    reply,
    { title, own: true },
    <>
      <PageHeading title={title} lead={state === "unconfirmed" || state === "waiting" ? t.lead : undefined} />
      <Facts
        items={[
          {
            label: t.performance,
            value: `${inLocale(entry.title, locale)}, ${formatDateLong(entry.startsAt, reading)}`,
          },
          { label: t.wish, value: t.what(entry.places, entry.zone) },
        ]}
      />
      {(state === "taken" || state === "lapsed" || state === "left") && (
        <Notice>
          <p>{t.ended[state]}</p>
        </Notice>
      )}
      {state === "waiting" && (
        <Notice kind="success" title={t.before(entry.before)}>
          <p>{t.waitingHint}</p>
        </Notice>
      )}
      {offered && entry.offeredUntil && (
        <Notice kind="success">
          <p>{t.until(formatDateLong(entry.offeredUntil, reading))}</p>
          {!cart && <p>{t.useMail}</p>}
        </Notice>
      )}
      <Section>
        {state === "unconfirmed" && (
          <Form action={`${here}/confirmation`}>
            <Actions>
              <Button size="large">{t.confirm}</Button>
            </Actions>
          </Form>
        )}
        {offered && cart && (
          <Form action={`${here}/acceptance`} hidden={{ cart }}>
            <Actions>
              <Button size="large">{t.take}</Button>
            </Actions>
          </Form>
        )}
      </Section>
      <Section>
        {(state === "unconfirmed" || state === "waiting" || offered) && (
          <Form action={`${here}/removal`}>
            <Actions>
              <Button kind="secondary">{offered ? t.decline : t.leave}</Button>
            </Actions>
          </Form>
        )}
      </Section>
    </>,
  )
}
