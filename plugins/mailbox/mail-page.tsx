import { Type } from "typebox"
import { DoneQuery, PageParams } from "../../server/admin-form.ts"
import { adminPage } from "../../server/admin-page.tsx"
import type { Db } from "../../server/database.ts"
import { enqueue } from "../../server/outbox.ts"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import {
  Actions,
  Button,
  DateTime,
  Facts,
  Form,
  Notice,
  PageHeading,
  Prose,
  Section,
} from "../../templates/components/index.ts"
import { statesOf } from "./list-mails.ts"
import { MailBadge } from "./list-page.tsx"
import { texts } from "./texts.ts"

const read = { access: { permission: "mails:read" }, page: true } as const
const write = { access: { permission: "mails:write" }, page: true } as const
const Attachment = Type.Object({ ...PageParams.properties, index: Type.String({ pattern: "^[0-9]{1,2}$" }) })

/** One mail as it was written, its attachments, and sending it when it did not leave. */
export function registerMailPage(app: App): void {
  app.get(
    "/admin/:org/mails/:id",
    { config: read, schema: { params: PageParams, querystring: DoneQuery } },
    async (request, reply) => {
      const { organisation, locale } = request
      const t = texts[locale]
      const mail = await getMail(request.db, request.params.id)
      const home = `/admin/${organisation.slug}/mails`
      const states = await statesOf(app.databases, organisation.id, [{ id: mail.id, sentAt: mail.sent_at }])
      const state = states.get(mail.id) ?? "kept"
      const leaves = app.mailer.sends && !organisation.trainingOf
      const maySend = state === "kept" && leaves && request.can("mails:write")
      return adminPage(
        request,
        reply,
        {
          title: mail.subject,
          current: "/mails",
          notice: request.query.done === "leaving" && <Notice kind="success">{t.leaving}</Notice>,
        },
        <>
          <PageHeading title={mail.subject} back={{ href: home, label: t.title }} />
          <Facts
            items={[
              { label: t.state, value: <MailBadge state={state} words={t.states} /> },
              { label: t.to, value: mail.recipient },
              { label: t.from, value: mail.sender_name },
              mail.reply_to ? { label: t.replyTo, value: mail.reply_to } : null,
              { label: t.written, value: <DateTime at={mail.created_at} /> },
              mail.sent_at && { label: t.sentOn, value: <DateTime at={mail.sent_at} /> },
            ]}
          />
          {maySend && (
            <Form action={`${home}/${mail.id}/sending`} csrf={reply.generateCsrf()}>
              <Actions>
                <Button icon="mail">{t.send}</Button>
              </Actions>
            </Form>
          )}
          <Section title={t.text}>
            <Prose>
              {mail.text.split(/\n{2,}/).map((paragraph) => (
                <p>
                  {paragraph.split("\n").map((line, index) => (
                    <>
                      {index > 0 && <br />}
                      {line}
                    </>
                  ))}
                </p>
              ))}
            </Prose>
          </Section>
          {mail.attachments.length > 0 && (
            <Section title={t.attachments}>
              <Prose>
                <ul>
                  {mail.attachments.map(({ filename }, index) => (
                    <li>
                      <a href={`${home}/${mail.id}/attachments/${index}`}>{filename}</a>
                    </li>
                  ))}
                </ul>
              </Prose>
            </Section>
          )}
        </>,
      )
    },
  )

  app.get(
    "/admin/:org/mails/:id/attachments/:index",
    { config: read, schema: { params: Attachment } },
    async (request, reply) => {
      const { attachments } = await getMail(request.db, request.params.id)
      const file = attachments[Number(request.params.index)]
      if (!file) throw problem(404, "not_found")
      const bytes = await app.mailer.open(request.organisation.id, file).catch((error: unknown) => {
        request.log.warn({ err: error, source: file.source }, "attachment not made")
        throw problem(503, "attachment_not_ready")
      })
      return reply
        .type(file.contentType)
        .header("content-disposition", `attachment; filename="${file.filename.replace(/[^\w.-]+/g, "_")}"`)
        .header("cache-control", "private, no-store")
        .send(bytes)
    },
  )

  app.post(
    "/admin/:org/mails/:id/sending",
    { config: write, schema: { params: PageParams } },
    async (request, reply) => {
      const organisationId = request.organisation.id
      const mail = await getMail(request.db, request.params.id)
      const states = await statesOf(app.databases, organisationId, [{ id: mail.id, sentAt: mail.sent_at }])
      if (!states.has(mail.id) && app.mailer.sends) {
        await request.db
          .transaction()
          .execute((trx) => enqueue(trx, "mail.send", { organisationId, mailId: mail.id }))
        app.queue.nudge()
      }
      return reply.redirect(`/admin/${request.organisation.slug}/mails/${mail.id}?done=leaving`, 303)
    },
  )
}

async function getMail(db: Db, id: string) {
  const mail = await db.selectFrom("mails").selectAll().where("id", "=", id).executeTakeFirst()
  if (!mail) throw problem(404, "not_found")
  return mail
}
