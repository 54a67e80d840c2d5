import type { FastifyReply, FastifyRequest } from "fastify"
import { sql } from "kysely"
import { DoneQuery, FormFields } from "../../server/admin-form.ts"
import { adminPage } from "../../server/admin-page.tsx"
import { FormReader } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import type { FieldError } from "../../server/problem.ts"
import {
  Actions,
  Button,
  DataTable,
  ErrorSummary,
  errorOf,
  Field,
  Form,
  Notice,
  PageHeading,
  Section,
} from "../../templates/components/index.ts"
import { texts } from "./texts.ts"

const config = { access: { permission: "devices:write" }, page: true } as const

/** The rules of the doors: tariffs for several people or days, gates of some zones, what the door is told of a ticket. */
export function registerRulesPages(app: App): void {
  app.get("/admin/:org/door-rules", { config, schema: { querystring: DoneQuery } }, async (request, reply) =>
    page(request, reply, undefined, []),
  )

  app.post("/admin/:org/door-rules", { config, schema: { body: FormFields } }, async (request, reply) => {
    const form = new FormReader(request.body, request.locale)
    if ("tariff" in request.body) await saveTariff(request, form)
    else if ("ticket" in request.body) await saveMessage(request, form)
    else await saveGate(request, form)
    if (form.errors.length > 0) return page(request, reply, form, form.errors)
    return reply.redirect(`/admin/${request.organisation.slug}/door-rules?done=saved`, 303)
  })
}

async function saveTariff({ db, organisation, locale }: FastifyRequest, form: FormReader): Promise<void> {
  const t = texts[locale]
  const places = form.whole("places", { label: t.rulePlaces, min: 1, max: 1000 })
  const id = form.typed("tariff")
  const known =
    /^\d{1,18}$/.test(id) &&
    (await db.selectFrom("tariffs").select("id").where("id", "=", id).executeTakeFirst())
  if (!known) form.refuse("tariff", t.ruleNoTariff)
  if (form.errors.length > 0 || places === null) return
  const rule = { places, per_day: form.typed("perDay") === "on" }
  await db
    .insertInto("door_tariffs")
    .values({ organisation_id: organisation.id, tariff_id: id, ...rule })
    .onConflict((conflict) => conflict.columns(["organisation_id", "tariff_id"]).doUpdateSet(rule))
    .execute()
}

async function saveGate({ db, organisation, locale }: FastifyRequest, form: FormReader): Promise<void> {
  const name = form.line("gate", { label: texts[locale].gate, max: 60 })
  const zones = form.line("zones", { label: texts[locale].ruleZones, max: 500, optional: true })
  if (form.errors.length > 0) return
  const zone_refs = zones
    .split(",")
    .map((ref) => ref.trim())
    .filter(Boolean)
  if (zone_refs.length === 0) await db.deleteFrom("door_gates").where("name", "=", name).execute()
  else
    await db
      .insertInto("door_gates")
      .values({ organisation_id: organisation.id, name, zone_refs })
      .onConflict((conflict) => conflict.columns(["organisation_id", "name"]).doUpdateSet({ zone_refs }))
      .execute()
}

async function saveMessage({ db, organisation, locale }: FastifyRequest, form: FormReader): Promise<void> {
  const t = texts[locale]
  const message = form.line("message", { label: t.ruleMessage, max: 120, optional: true })
  const number = form.line("ticket", { label: t.boardTicket, max: 40 }).toUpperCase()
  const ticket = await db.selectFrom("tickets").select("id").where("number", "=", number).executeTakeFirst()
  if (!ticket) form.refuse("ticket", t.ruleNoTicket)
  if (form.errors.length > 0 || !ticket) return
  if (!message) await db.deleteFrom("door_messages").where("ticket_id", "=", ticket.id).execute()
  else
    await db
      .insertInto("door_messages")
      .values({ organisation_id: organisation.id, ticket_id: ticket.id, message })
      .onConflict((conflict) => conflict.columns(["organisation_id", "ticket_id"]).doUpdateSet({ message }))
      .execute()
}

async function page(
  request: FastifyRequest,
  reply: FastifyReply,
  typed: FormReader | undefined,
  errors: FieldError[],
): Promise<FastifyReply> {
  const { db, locale, organisation } = request
  const t = texts[locale]
  const [tariffs, gates, messages, zones] = await Promise.all([
    db
      .selectFrom("tariffs")
      .leftJoin("door_tariffs", (join) =>
        join
          .onRef("door_tariffs.organisation_id", "=", "tariffs.organisation_id")
          .onRef("door_tariffs.tariff_id", "=", "tariffs.id"),
      )
      .select(["tariffs.id", "tariffs.name", "door_tariffs.places", "door_tariffs.per_day"])
      .orderBy("tariffs.rank")
      .orderBy("tariffs.name")
      .execute(),
    db.selectFrom("door_gates").select(["name", "zone_refs"]).orderBy("name").execute(),
    db
      .selectFrom("door_messages")
      .innerJoin("tickets", (join) =>
        join
          .onRef("tickets.organisation_id", "=", "door_messages.organisation_id")
          .onRef("tickets.id", "=", "door_messages.ticket_id"),
      )
      .select(["tickets.number", "door_messages.message"])
      .orderBy("tickets.id", "desc")
      .limit(50)
      .execute(),
    db.selectFrom("zones").select(sql<string>`ref`.as("ref")).distinct().orderBy("ref").limit(40).execute(),
  ])
  const csrf = reply.generateCsrf()
  const action = `/admin/${organisation.slug}/door-rules`
  const special = tariffs.filter(({ places, per_day }) => (places ?? 1) > 1 || per_day)
  const saved = (request.query as { done?: string }).done === "saved"
  return adminPage(
    request,
    reply,
    {
      title: t.rules,
      current: "/door-rules",
      status: errors.length > 0 ? 422 : 200,
      notice: saved && <Notice kind="success">{t.savedNotice}</Notice>,
    },
    <>
      <PageHeading title={t.rules} lead={t.rulesLead} />
      <ErrorSummary errors={errors} />
      <Section title={t.ruleTariffs}>
        {special.length > 0 && (
          <DataTable
            caption={t.ruleTariffs}
            rows={special}
            columns={[
              { key: "name", label: t.ruleTariff, main: true, cell: ({ name }) => name },
              {
                key: "places",
                label: t.rulePlaces,
                cell: ({ places, per_day }) => (per_day ? t.ruleDays(places ?? 1) : t.people(places ?? 1)),
              },
            ]}
          />
        )}
        <Form action={action} csrf={csrf}>
          <Field
            type="select"
            name="tariff"
            label={t.ruleTariff}
            value={typed?.typed("tariff")}
            error={errorOf(errors, "tariff")}
            options={tariffs.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Field
            name="places"
            label={t.rulePlaces}
            hint={t.rulePlacesHint}
            value={typed?.typed("places")}
            error={errorOf(errors, "places")}
            width="short"
          />
          <Field
            type="checkbox"
            name="perDay"
            label={t.rulePerDay}
            checked={typed?.typed("perDay") === "on"}
          />
          <Actions>
            <Button kind="secondary">{t.save}</Button>
          </Actions>
        </Form>
      </Section>
      <Section title={t.ruleGates}>
        {gates.length > 0 && (
          <DataTable
            caption={t.ruleGates}
            rows={gates}
            columns={[
              { key: "name", label: t.gate, main: true, cell: ({ name }) => name },
              { key: "zones", label: t.ruleZones, cell: ({ zone_refs }) => zone_refs.join(", ") },
            ]}
          />
        )}
        <Form action={action} csrf={csrf}>
          <Field
            name="gate"
            label={t.gate}
            value={typed?.typed("gate")}
            error={errorOf(errors, "gate")}
            maxlength={60}
            width="medium"
            autocomplete="off"
          />
          <Field
            name="zones"
            label={t.ruleZones}
            hint={t.ruleZonesHint(zones.map(({ ref }) => ref).join(", "))}
            value={typed?.typed("zones")}
            error={errorOf(errors, "zones")}
            optional
            autocomplete="off"
          />
          <Actions>
            <Button kind="secondary">{t.save}</Button>
          </Actions>
        </Form>
      </Section>
      <Section title={t.ruleMessages}>
        {messages.length > 0 && (
          <DataTable
            caption={t.ruleMessages}
            rows={messages}
            columns={[
              { key: "number", label: t.boardTicket, main: true, cell: ({ number }) => number },
              { key: "message", label: t.ruleMessage, cell: ({ message }) => message },
            ]}
          />
        )}
        <Form action={action} csrf={csrf}>
          <Field
            name="ticket"
            label={t.ruleTicket}
            value={typed?.typed("ticket")}
            error={errorOf(errors, "ticket")}
            maxlength={40}
            width="medium"
            autocomplete="off"
          />
          <Field
            name="message"
            label={t.ruleMessage}
            hint={t.ruleMessageHint}
            value={typed?.typed("message")}
            error={errorOf(errors, "message")}
            optional
            maxlength={120}
            autocomplete="off"
          />
          <Actions>
            <Button kind="secondary">{t.save}</Button>
          </Actions>
        </Form>
      </Section>
    </>,
  )
}
