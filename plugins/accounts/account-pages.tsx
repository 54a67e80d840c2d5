import type { FastifyReply, FastifyRequest } from "fastify"
import { DoneQuery, FormFields } from "../../server/admin-form.ts"
import { FormReader } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import { type FieldError, Problem } from "../../server/problem.ts"
import { cookieOptions, sessionCookie, sessionSeconds } from "../../server/session.ts"
import {
  Actions,
  Button,
  ErrorSummary,
  errorOf,
  Field,
  Form,
  LinkButton,
  Notice,
  PageHeading,
  Section,
} from "../../templates/components/index.ts"
import { barePage, personOf } from "./bare-page.tsx"
import { worksIn } from "./note-sign-ins.ts"
import { signIn } from "./sign-in.ts"
import { texts } from "./texts.ts"
import { changePassword } from "./users.ts"

const config = { access: "user", page: true } as const

interface View {
  done?: string | undefined
  name?: string
  errors?: FieldError[]
  status?: number
}

/** One's own account: name and password. */
export function registerAccountPages(app: App): void {
  app.get("/admin/account", { config, schema: { querystring: DoneQuery } }, async (request, reply) =>
    accountPage(request, reply, { done: request.query.done }),
  )

  app.post("/admin/account", { config, schema: { body: FormFields } }, async (request, reply) => {
    const form = new FormReader(request.body, request.locale)
    const name = form.line("name", { label: texts[request.locale].name, max: 120 })
    if (form.errors.length > 0) return accountPage(request, reply, { name, errors: form.errors })
    await app.databases.system
      .updateTable("users")
      .set({ name })
      .where("id", "=", personOf(request).id)
      .execute()
    return reply.redirect("/admin/account?done=saved", 303)
  })

  app.post("/admin/account/password", { config, schema: { body: FormFields } }, async (request, reply) => {
    const person = personOf(request)
    const t = texts[request.locale]
    const form = new FormReader(request.body, request.locale)
    const password = form.typed("password")
    const current = form.typed("current")
    if (password.length < 10) form.refuse("password", t.passwordTooShort)
    if (password.length > 200) form.refuse("password", t.passwordTooLong)
    if (password === current) form.refuse("password", t.samePassword)
    if (form.errors.length > 0) return accountPage(request, reply, { errors: form.errors })
    const db = app.databases.system
    try {
      await signIn(db, app.secrets, { email: person.email, password: current, address: request.ip })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const wrong =
        error.code === "bad_credentials" ? t.wrongPassword : app.problems[error.code]?.[request.locale].title
      form.refuse("current", wrong ?? t.wrongPassword)
      const status = error.status === 429 ? 429 : 422
      return accountPage(request, reply, { errors: form.errors, status })
    }
    await changePassword(db, person.id, password)
    for (const organisationId of await worksIn(app, person))
      await app.journal.noteNow({
        ...{ organisationId, kind: "password_changed", by: `user:${person.id}`, about: { user: person.id } },
      })
    const { token } = app.signIn(person.id)
    reply.setCookie(sessionCookie, token, { ...cookieOptions(app), maxAge: sessionSeconds })
    return reply.redirect("/admin/account?done=password", 303)
  })
}

function accountPage(request: FastifyRequest, reply: FastifyReply, view: View): FastifyReply {
  const person = personOf(request)
  const { errors = [], done } = view
  const t = texts[request.locale]
  const csrf = reply.generateCsrf()
  const passwordError = (name: string) => errorOf(errors, name)
  return barePage(
    request,
    reply,
    t.account,
    <>
      {done === "saved" && <Notice kind="success">{t.accountSaved}</Notice>}
      {done === "password" && <Notice kind="success">{t.passwordChanged}</Notice>}
      <PageHeading
        title={t.account}
        lead={person.email}
        back={{ href: "/admin", label: t.chooseOrganisation }}
      />
      <ErrorSummary errors={errors} />
      <Form action="/admin/account" csrf={csrf}>
        <Field
          name="name"
          label={t.name}
          hint={t.yourNameHint}
          value={view.name ?? person.name}
          error={errorOf(errors, "name")}
          maxlength={120}
          autocomplete="name"
        />
        <Actions>
          <Button kind="secondary">{t.save}</Button>
        </Actions>
      </Form>
      <Section title={t.changePassword}>
        <Form action="/admin/account/password" csrf={csrf}>
          <input type="text" name="username" value={person.email} autocomplete="username" hidden readonly />
          <Field
            type="password"
            name="current"
            label={t.currentPassword}
            error={passwordError("current")}
            autocomplete="current-password"
          />
          <Field
            type="password"
            name="password"
            label={t.newPassword}
            hint={t.newPasswordHint}
            error={passwordError("password")}
            autocomplete="new-password"
          />
          <Actions>
            <Button>{t.changePassword}</Button>
          </Actions>
        </Form>
      </Section>
      {person.administrator && (
        <Section title={t.administration}>
          <p>{t.youAdminister}</p>
          <Actions>
            <LinkButton kind="secondary" href="/admin/organisations/new">
              {t.addOrganisation}
            </LinkButton>
          </Actions>
        </Section>
      )}
    </>,
    view.status ?? (errors.length > 0 ? 422 : 200),
  )
}
