import type { FastifyReply, FastifyRequest } from "fastify"
import { DateTime } from "luxon"
import { memberRoles } from "../../server/access.ts"
import { DoneQuery, FormFields, PageParams } from "../../server/admin-form.ts"
import { adminPage } from "../../server/admin-page.tsx"
import { FormReader } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import { type FieldError, Problem, problem } from "../../server/problem.ts"
import { Notice, PageHeading } from "../../templates/components/index.ts"
import { personOf } from "./bare-page.tsx"
import { emailPattern } from "./organisation-fields.tsx"
import { addMember, getMember, listTeam, type Member, removeMember } from "./team.ts"
import { MemberForms, NewMemberForm, PutBack, TeamTable } from "./team-parts.tsx"
import { texts } from "./texts.ts"
import { setMembership } from "./users.ts"

const config = { access: { permission: "organisation:write" }, page: true } as const

interface Added {
  email: string
  name: string
  /** Said once, to a person who had no account. */
  password: string | null
}

interface View {
  done?: string | undefined
  added?: Added
  removed?: Member
  typed?: FormReader
  errors?: FieldError[]
}

/** Who works in the organisation: adding somebody, changing a role, ending an access. */
export function registerTeamPages(app: App): void {
  app.get("/admin/:org/team", { config, schema: { querystring: DoneQuery } }, async (request, reply) =>
    teamPage(request, reply, { done: request.query.done }),
  )

  app.post("/admin/:org/team", { config, schema: { body: FormFields } }, async (request, reply) => {
    const t = texts[request.locale]
    const form = new FormReader(request.body, request.locale)
    const email = form.line("email", { label: t.email, max: 254 }).toLowerCase()
    if (email && !emailPattern.test(email)) form.refuse("email", t.memberEmailWrong)
    const name = form.line("name", { label: t.name, max: 120, optional: true })
    const role = form.choice("role", memberRoles, { label: t.role })
    const until = readUntil(form, request)
    if (form.errors.length > 0 || !role) return teamPage(request, reply, { typed: form, errors: form.errors })
    try {
      const { password } = await app.journal.noted(
        request,
        "role_given",
        (trx) => addMember(trx, { organisationId: request.organisation.id, email, name, role, until }),
        ({ id }) => ({ user: id, role, until: until?.toISOString() ?? null }),
      )
      return teamPage(request, reply, { added: { email, name: name || email, password } })
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "already_member") throw error
      form.refuse("email", t.alreadyMember)
      return teamPage(request, reply, { typed: form, errors: form.errors })
    }
  })

  app.get("/admin/:org/team/:id", { config, schema: { params: PageParams } }, async (request, reply) =>
    memberPage(request, reply, await getMember(request.db, request.params.id)),
  )

  app.post(
    "/admin/:org/team/:id",
    { config, schema: { params: PageParams, body: FormFields } },
    async (request, reply) => {
      const member = await getMember(request.db, request.params.id)
      refuseOwn(request, member)
      const form = new FormReader(request.body, request.locale)
      const role = form.choice("role", memberRoles, { label: texts[request.locale].role })
      const until = readUntil(form, request)
      if (form.errors.length > 0 || !role) return memberPage(request, reply, member, form)
      await app.journal.noted(
        request,
        "role_changed",
        (trx) =>
          setMembership(trx, { organisationId: request.organisation.id, userId: member.id, role, until }),
        { user: member.id, from: member.role, role, until: until?.toISOString() ?? null },
      )
      return reply.redirect(`/admin/${request.organisation.slug}/team?done=saved`, 303)
    },
  )

  app.post(
    "/admin/:org/team/:id/removal",
    { config, schema: { params: PageParams } },
    async (request, reply) => {
      const member = await getMember(request.db, request.params.id)
      refuseOwn(request, member)
      await app.journal.noted(request, "role_ended", (trx) => removeMember(trx, member.id), {
        user: member.id,
        role: member.role,
      })
      return teamPage(request, reply, { removed: member })
    },
  )
}

/** The end of the last day, where the organisation is; null when the access does not end by itself. */
function readUntil(form: FormReader, request: FastifyRequest): Date | null {
  const t = texts[request.locale]
  const day = form.day("until", { label: t.until, optional: true })
  if (!day) return null
  const end = DateTime.fromISO(day, { zone: request.organisation.timezone }).endOf("day")
  if (end.toMillis() < Date.now()) form.refuse("until", t.untilPast)
  return end.toJSDate()
}

function dayIn(request: FastifyRequest, at: Date | null): string {
  return at ? (DateTime.fromJSDate(at, { zone: request.organisation.timezone }).toISODate() ?? "") : ""
}

/** Nobody locks themselves out by a slip; the administrator gets in everywhere anyway. */
function refuseOwn(request: FastifyRequest, member: Member): void {
  const person = personOf(request)
  if (person.id === member.id && !person.administrator) throw problem(409, "own_membership")
}

async function teamPage(request: FastifyRequest, reply: FastifyReply, view: View): Promise<FastifyReply> {
  const { organisation, locale } = request
  const t = texts[locale]
  const { errors = [] } = view
  const home = `/admin/${organisation.slug}/team`
  const csrf = reply.generateCsrf()
  return adminPage(
    request,
    reply,
    {
      title: t.team,
      current: "/team",
      status: errors.length > 0 ? 422 : view.added ? 201 : 200,
      notice: (
        <Told view={view} home={home} csrf={csrf} until={dayIn(request, view.removed?.until ?? null)} t={t} />
      ),
    },
    <>
      <PageHeading title={t.team} lead={t.teamLead} />
      <TeamTable members={await listTeam(request.db)} home={home} own={personOf(request).id} t={t} />
      <NewMemberForm action={home} csrf={csrf} typed={view.typed} errors={errors} t={t} />
    </>,
  )
}

function Told(props: { view: View; home: string; csrf: string; until: string; t: (typeof texts)["fr"] }) {
  const { added, removed, done } = props.view
  const { t } = props
  if (added?.password)
    return (
      <Notice kind="success" title={t.passwordOnce(added.email)}>
        <p>
          <code>{added.password}</code>
        </p>
        <p>{t.passwordOnceHint}</p>
      </Notice>
    )
  if (added) return <Notice kind="success">{t.memberAdded(added.name)}</Notice>
  if (removed)
    return <PutBack member={removed} until={props.until} action={props.home} csrf={props.csrf} t={t} />
  return done === "saved" ? <Notice kind="success">{t.memberSaved}</Notice> : null
}

function memberPage(
  request: FastifyRequest,
  reply: FastifyReply,
  member: Member,
  typed?: FormReader,
): Promise<FastifyReply> {
  const t = texts[request.locale]
  const errors = typed?.errors ?? []
  const home = `/admin/${request.organisation.slug}/team`
  return adminPage(
    request,
    reply,
    { title: member.name, current: "/team", status: errors.length > 0 ? 422 : 200 },
    <>
      <PageHeading title={member.name} lead={member.email} back={{ href: home, label: t.team }} />
      <MemberForms
        action={`${home}/${member.id}`}
        csrf={reply.generateCsrf()}
        member={member}
        until={typed?.typed("until") ?? dayIn(request, member.until)}
        errors={errors}
        t={t}
      />
    </>,
  )
}
