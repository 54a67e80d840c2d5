import type { FastifyReply, FastifyRequest } from "fastify"
import type { ComponentChildren } from "preact"
import {
  Actions,
  Button,
  ErrorSummary,
  type FieldError,
  Form,
  type IconName,
  Notice,
  PageHeading,
  Section,
} from "../templates/components/index.ts"
import type { Locale } from "../templates/locale.ts"
import { DoneQuery, FormFields, PageParams } from "./admin-form.ts"
import { type ListRequest, type ListView, registerAdminList } from "./admin-list.tsx"
import { adminPage } from "./admin-page.tsx"
import type { Db } from "./database.ts"
import type { FormBody } from "./form-reader.ts"
import type { Page } from "./list-page.ts"
import type { App } from "./plugin.ts"
import { type Refusal, refusalOf } from "./refusal.ts"

export interface ThingTexts {
  /** The name of the list, and what it says when it is empty. */
  title: string
  search: string
  count: (total: number) => string
  emptyTitle: string
  emptyText: string
  /** The form of a new one. */
  add: string
  create: string
  save: string
  /** Taking one away, and putting it back. */
  remove: string
  removeHint: string
  removed: (name: string) => string
  putBack: string
  created: string
  saved: string
}

type Where = { organisationId: string; id: string }

/** A kind of thing that has a name and a short form: venues, seasons, tariffs. `Values` is what its form holds. */
export interface AdminThings<
  Item extends { id: string; name: string },
  Input,
  Values extends Record<string, string>,
  Extra = undefined,
> {
  /** Below `/admin/{org}`: "/venues". */
  path: string
  permissions: { read: string; write: string }
  icon: IconName
  texts: Record<Locale, ThingTexts>
  view(request: FastifyRequest): Pick<ListView<Item>, "columns" | "defaultSort">
  list(request: FastifyRequest, list: ListRequest): Promise<Page<Item>>
  get(db: Db, where: Where): Promise<Item>
  create(db: Db, organisationId: string, input: Input): Promise<unknown>
  update(db: Db, where: Where, input: Input): Promise<unknown>
  /** Refuses with 409 what is still in use. */
  remove(db: Db, where: Where): Promise<void>
  /** What a new form holds, and the form of a thing that exists. */
  blank(request: FastifyRequest): Values
  valuesOf(item: Item, locale: Locale): Values
  read(body: FormBody, request: FastifyRequest): { input: Input; errors: FieldError[] }
  /** What the form needs to know beside: the choices of a list that is in the database. */
  prepare?(request: FastifyRequest): Promise<Extra>
  fields(props: {
    locale: Locale
    values: Values
    errors: readonly FieldError[]
    extra: Extra
  }): ComponentChildren
  /** What else may be done with a thing that exists, below its form. */
  more?(request: FastifyRequest, item: Item, form: { action: string; csrf: string }): ComponentChildren
  /** Errors of operations in the words of the page. */
  inWords?(errors: FieldError[], locale: Locale): FieldError[]
}

/** Adds the pages of a kind of thing: its list, the form of each, its removal with a way back. */
export function registerAdminThings<
  Item extends { id: string; name: string },
  Input,
  Values extends Record<string, string>,
  Extra = undefined,
>(app: App, things: AdminThings<Item, Input, Values, Extra>): void {
  const { path, texts } = things
  const write = { access: { permission: things.permissions.write }, page: true } as const
  const home = (request: FastifyRequest) => `/admin/${request.organisation.slug}${path}`
  const typed = (request: FastifyRequest, body: FormBody): Values => {
    const names = Object.keys(things.blank(request))
    return Object.fromEntries(names.map((name) => [name, [body[name] ?? ""].flat().at(-1) ?? ""])) as Values
  }

  registerAdminList<Item>(app, {
    path,
    permission: things.permissions.read,
    view(request) {
      const t = texts[request.locale]
      const create = request.can(things.permissions.write)
        ? { href: `${home(request)}/new`, label: t.add }
        : undefined
      return {
        ...things.view(request),
        title: t.title,
        searchLabel: t.search,
        count: t.count,
        rowHref: create && ((item) => `${home(request)}/${item.id}`),
        create,
        empty: { title: t.emptyTitle, text: t.emptyText, icon: things.icon, action: create },
      }
    },
    load: things.list,
    notice(request) {
      const t = texts[request.locale]
      const { done } = request.query as { done?: string }
      const said = done === "created" ? t.created : done === "saved" ? t.saved : null
      return said && <Notice kind="success">{said}</Notice>
    },
  })

  app.get(`/admin/:org${path}/new`, { config: write }, async (request, reply) =>
    formPage(request, reply, { values: things.blank(request) }),
  )

  app.post(`/admin/:org${path}`, { config: write, schema: { body: FormFields } }, async (request, reply) => {
    const { input, errors } = things.read(request.body, request)
    const values = typed(request, request.body)
    if (errors.length > 0) return formPage(request, reply, { values, errors })
    try {
      await things.create(request.db, request.organisation.id, input)
    } catch (error) {
      return formPage(request, reply, { values, refusal: refusalOf(request, error) })
    }
    return reply.redirect(`${home(request)}?done=created`, 303)
  })

  app.get(
    `/admin/:org${path}/:id`,
    { config: write, schema: { params: PageParams, querystring: DoneQuery } },
    async (request, reply) => {
      const item = await things.get(request.db, {
        organisationId: request.organisation.id,
        id: request.params.id,
      })
      return formPage(request, reply, { item, values: things.valuesOf(item, request.locale) })
    },
  )

  app.post(
    `/admin/:org${path}/:id`,
    { config: write, schema: { params: PageParams, body: FormFields } },
    async (request, reply) => {
      const where = { organisationId: request.organisation.id, id: request.params.id }
      const item = await things.get(request.db, where)
      const { input, errors } = things.read(request.body, request)
      const values = typed(request, request.body)
      if (errors.length > 0) return formPage(request, reply, { item, values, errors })
      try {
        await things.update(request.db, where, input)
      } catch (error) {
        return formPage(request, reply, { item, values, refusal: refusalOf(request, error) })
      }
      return reply.redirect(`${home(request)}?done=saved`, 303)
    },
  )

  app.post(
    `/admin/:org${path}/:id/removal`,
    { config: write, schema: { params: PageParams } },
    async (request, reply) => {
      const where = { organisationId: request.organisation.id, id: request.params.id }
      const item = await things.get(request.db, where)
      const values = things.valuesOf(item, request.locale)
      try {
        await things.remove(request.db, where)
      } catch (error) {
        return formPage(request, reply, { item, values, refusal: refusalOf(request, error) })
      }
      return removedPage(request, reply, item.name, values)
    },
  )

  async function formPage(
    request: FastifyRequest,
    reply: FastifyReply,
    form: { item?: Item; values: Values; errors?: FieldError[]; refusal?: Refusal },
  ) {
    const { locale } = request
    const { item, values, refusal } = form
    const t = texts[locale]
    const csrf = reply.generateCsrf()
    const extra = (await things.prepare?.(request)) as Extra
    const refused = refusal ? (things.inWords?.(refusal.errors, locale) ?? refusal.errors) : []
    const errors = [...(form.errors ?? []), ...refused]
    const title = item?.name ?? t.add
    const action = item ? `${home(request)}/${item.id}` : home(request)
    return adminPage(
      request,
      reply,
      { title, current: path, status: refusal?.status ?? (errors.length > 0 ? 422 : 200) },
      <>
        <PageHeading title={title} back={{ href: home(request), label: t.title }} />
        {refusal?.title && (
          <Notice kind="error" title={refusal.title}>
            {refusal.detail}
          </Notice>
        )}
        <ErrorSummary errors={errors} />
        <Form action={action} csrf={csrf}>
          {things.fields({ locale, values, errors, extra })}
          <Actions>
            <Button>{item ? t.save : t.create}</Button>
          </Actions>
        </Form>
        {item && things.more?.(request, item, { action, csrf })}
        {item && (
          <Section>
            <Form action={`${action}/removal`} csrf={csrf}>
              <Actions>
                <Button kind="secondary" size="small">
                  {t.remove}
                </Button>
              </Actions>
              <p class="hint">{t.removeHint}</p>
            </Form>
          </Section>
        )}
      </>,
    )
  }

  /** What was removed can be put back by the form that made it. */
  function removedPage(request: FastifyRequest, reply: FastifyReply, name: string, values: Values) {
    const t = texts[request.locale]
    return adminPage(
      request,
      reply,
      { title: t.title, current: path },
      <>
        <PageHeading title={t.title} back={{ href: home(request), label: t.title }} />
        <Notice kind="success">
          <p>{t.removed(name)}</p>
          <Form action={home(request)} csrf={reply.generateCsrf()} hidden={values}>
            <Actions>
              <Button kind="secondary" size="small">
                {t.putBack}
              </Button>
            </Actions>
          </Form>
        </Notice>
      </>,
    )
  }
}
