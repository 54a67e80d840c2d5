import { registerAdminList } from "../../server/admin-list.tsx"
import { failedJobs } from "../../server/outbox.ts"
import type { App } from "../../server/plugin.ts"
import { Badge, DateTime, Notice, type Tone } from "../../templates/components/index.ts"
import { isoLocal } from "../../templates/format.ts"
import { listMails, type MailRow, type MailState } from "./list-mails.ts"
import { texts } from "./texts.ts"

const tones: Record<MailState, Tone> = {
  sent: "good",
  waiting: "attention",
  failed: "bad",
  kept: "neutral",
}

/** The mails of an organisation; says when they do not leave, and when something failed. */
export function registerMailList(app: App): void {
  registerAdminList<MailRow>(app, {
    path: "/mails",
    permission: "mails:read",
    view({ organisation, locale }) {
      const t = texts[locale]
      return {
        title: t.title,
        searchLabel: t.search,
        count: t.count,
        rowHref: ({ id }) => `/admin/${organisation.slug}/mails/${id}`,
        defaultSort: { key: "created", direction: "desc" },
        filters: [
          {
            name: "only",
            label: t.filter,
            options: [
              { value: "", label: t.all },
              { value: "sent", label: t.sentFilter },
              { value: "unsent", label: t.unsentFilter },
            ],
          },
        ],
        columns: [
          {
            key: "subject",
            label: t.subject,
            cell: ({ subject }) => subject,
            text: ({ subject }) => subject,
          },
          {
            key: "to",
            label: t.to,
            cell: ({ recipient }) => recipient,
            text: ({ recipient }) => recipient,
          },
          {
            key: "state",
            label: t.state,
            cell: ({ state }) => <MailBadge state={state} words={t.states} />,
            text: ({ state }) => t.states[state],
          },
          {
            key: "created",
            label: t.written,
            cell: ({ createdAt }) => <DateTime at={createdAt} />,
            text: ({ createdAt }) => isoLocal(createdAt, organisation.timezone).replace("T", " "),
          },
        ],
        empty: { title: t.emptyTitle, text: t.emptyText, icon: "mail" },
      }
    },
    load: (request, { q, cursor, limit, counted, filters }) =>
      listMails(app.databases, {
        organisationId: request.organisation.id,
        q,
        only: (filters.only || undefined) as "sent" | "unsent" | undefined,
        cursor,
        limit,
        counted,
      }),
    async notice({ organisation, locale }) {
      const t = texts[locale]
      const failed = await failedJobs(app.databases.system, organisation.id)
      return (
        <>
          {failed.length > 0 && (
            <Notice kind="warning" title={t.failedTitle(failed.length)}>
              <a href={`/admin/${organisation.slug}/jobs`}>{t.seeFailed}</a>
            </Notice>
          )}
          {(!app.mailer.sends || organisation.trainingOf) && (
            <Notice title={t.keptTitle}>{t.keptText}</Notice>
          )}
        </>
      )
    },
  })
}

export function MailBadge({ state, words }: { state: MailState; words: Record<MailState, string> }) {
  return <Badge tone={tones[state]}>{words[state]}</Badge>
}
