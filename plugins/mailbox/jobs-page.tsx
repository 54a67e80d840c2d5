import { DoneQuery, PageParams } from "../../server/admin-form.ts"
import { adminPage } from "../../server/admin-page.tsx"
import { failedJobs, tryAgain } from "../../server/outbox.ts"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import {
  Button,
  DataTable,
  DateTime,
  EmptyState,
  Notice,
  PageHeading,
} from "../../templates/components/index.ts"
import { texts } from "./texts.ts"

/** What was tried until nothing more could be hoped, with the reason; a person may have it tried again. */
export function registerJobsPage(app: App): void {
  app.get(
    "/admin/:org/jobs",
    {
      config: { access: { permission: "mails:read" }, page: true },
      schema: { querystring: DoneQuery },
    },
    async (request, reply) => {
      const { organisation, locale } = request
      const t = texts[locale]
      const jobs = await failedJobs(app.databases.system, organisation.id)
      const home = `/admin/${organisation.slug}`
      const csrf = reply.generateCsrf()
      return adminPage(
        request,
        reply,
        {
          title: t.jobs,
          current: "/mails",
          notice: request.query.done === "retried" && <Notice kind="success">{t.retried}</Notice>,
        },
        <>
          <PageHeading title={t.jobs} lead={t.jobsLead} back={{ href: `${home}/mails`, label: t.title }} />
          {jobs.length === 0 ? (
            <EmptyState title={t.noJob} icon="check">
              {t.noJobText}
            </EmptyState>
          ) : (
            <DataTable
              caption={t.jobsCaption}
              rows={jobs}
              columns={[
                { key: "job", label: t.job, cell: ({ job }) => t.names[job] ?? job },
                { key: "reason", label: t.reason, cell: ({ failure }) => failure },
                { key: "failed", label: t.failedOn, cell: ({ failedAt }) => <DateTime at={failedAt} /> },
              ]}
              rowActions={({ id }) =>
                request.can("mails:write") && (
                  <form method="post" action={`${home}/jobs/${id}/attempts`}>
                    <input type="hidden" name="_csrf" value={csrf} />
                    <Button kind="secondary" size="small">
                      {t.again}
                    </Button>
                  </form>
                )
              }
            />
          )}
        </>,
      )
    },
  )

  app.post(
    "/admin/:org/jobs/:id/attempts",
    { config: { access: { permission: "mails:write" }, page: true }, schema: { params: PageParams } },
    async (request, reply) => {
      const { organisation } = request
      if (!(await tryAgain(app.databases.system, organisation.id, request.params.id)))
        throw problem(404, "not_found")
      app.queue.nudge()
      return reply.redirect(`/admin/${organisation.slug}/jobs?done=retried`, 303)
    },
  )
}
