import type { FastifyRequest } from "fastify"
import { Type } from "typebox"
import type { App } from "../../server/plugin.ts"
import { type FieldError, Problem } from "../../server/problem.ts"
import { cookieOptions, sessionCookie, sessionSeconds } from "../../server/session.ts"
import {
  Actions,
  Button,
  EmptyState,
  ErrorSummary,
  Field,
  Form,
  LinkButton,
  PageHeading,
} from "../../templates/components/index.ts"
import { themeCss } from "../../templates/theme.ts"
import { barePage, personOf } from "./bare-page.tsx"
import type { NotedSignIn } from "./note-sign-ins.ts"
import { texts } from "./texts.ts"

const page = { access: "public", page: true } as const

/** Signing in and out, the door to the organisations, and each one's colours. */
export function registerPages(app: App, signIn: NotedSignIn): void {
  const SignIn = Type.Object({
    email: Type.String({ maxLength: 254 }),
    password: Type.String({ maxLength: 200 }),
    next: Type.Optional(Type.String({ maxLength: 500 })),
  })

  app.get(
    "/admin/sign-in",
    { config: page, schema: { querystring: Type.Object({ next: Type.Optional(Type.String()) }) } },
    async (request, reply) =>
      barePage(
        request,
        reply,
        texts[request.locale].signIn,
        <SignInForm {...{ request }} next={request.query.next} />,
      ),
  )

  app.post("/admin/sign-in", { config: page, schema: { body: SignIn } }, async (request, reply) => {
    const { email, password, next } = request.body
    try {
      const user = await signIn({ email, password, address: request.ip })
      const { token } = app.signIn(user.id)
      reply.setCookie(sessionCookie, token, { ...cookieOptions(app), maxAge: sessionSeconds })
      return reply.redirect(next && /^\/(admin|door)(\/|\?|$)/.test(next) ? next : "/admin", 303)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const text = app.problems[error.code]?.[request.locale]
      const message = [text?.title, text?.detail].filter(Boolean).join(". ")
      return barePage(
        request,
        reply,
        texts[request.locale].signIn,
        <SignInForm {...{ request, next, email }} errors={[{ path: "/password", message }]} />,
        error.status,
      )
    }
  })

  app.post(
    "/admin/sign-out",
    { config: { access: "user", page: true, changesNothing: true } },
    async (_request, reply) =>
      reply.clearCookie(sessionCookie, cookieOptions(app)).redirect("/admin/sign-in", 303),
  )

  app.get("/admin", { config: { access: "user", page: true } }, async (request, reply) => {
    const user = personOf(request)
    const mine = await app.identity.organisationsOf(user)
    const [only] = mine
    if (only && mine.length === 1) return reply.redirect(`/admin/${only.slug}`, 303)
    const t = texts[request.locale]
    return barePage(
      request,
      reply,
      t.chooseOrganisation,
      <Choice title={t.chooseOrganisation} prefix="/admin/" list={mine} empty={t} />,
    )
  })

  app.get("/", { config: page }, async (request, reply) => {
    const all = await app.databases.system
      .selectFrom("organisations")
      .select(["slug", "name"])
      .where("training_of", "is", null)
      .orderBy("name")
      .execute()
    const [only] = all
    if (only && all.length === 1) return reply.redirect(`/${only.slug}`, 302)
    const t = texts[request.locale]
    return barePage(request, reply, t.shops, <Choice title={t.shops} prefix="/" list={all} empty={t} />)
  })

  app.get(
    "/:org/theme.css",
    { config: { access: "public" }, schema: { hide: true } },
    async (request, reply) =>
      reply
        .type("text/css; charset=utf-8")
        .header("cache-control", "public, max-age=86400")
        .send(request.organisation.accent ? themeCss(request.organisation.accent) : ""),
  )
}

function SignInForm(props: {
  request: FastifyRequest
  next?: string
  email?: string
  errors?: FieldError[]
}) {
  const t = texts[props.request.locale]
  const { errors = [] } = props
  return (
    <>
      <PageHeading title={t.signIn} lead={t.signInLead} />
      <ErrorSummary errors={errors} />
      <Form action="/admin/sign-in" csrf="" hidden={props.next ? { next: props.next } : {}}>
        <Field type="email" name="email" label={t.email} value={props.email} autocomplete="username" />
        <Field
          type="password"
          name="password"
          label={t.password}
          autocomplete="current-password"
          error={errors[0]?.message}
        />
        <Actions>
          <Button size="large">{t.enter}</Button>
        </Actions>
      </Form>
    </>
  )
}

function Choice(props: {
  title: string
  prefix: string
  list: { slug: string; name: string }[]
  empty: { noOrganisation: string; noOrganisationHint: string }
}) {
  if (props.list.length === 0)
    return <EmptyState title={props.empty.noOrganisation}>{props.empty.noOrganisationHint}</EmptyState>
  return (
    <>
      <PageHeading title={props.title} />
      <ul class="plain">
        {props.list.map(({ slug, name }) => (
          <li>
            <LinkButton kind="quiet" href={props.prefix + slug}>
              {name}
            </LinkButton>
          </li>
        ))}
      </ul>
    </>
  )
}
