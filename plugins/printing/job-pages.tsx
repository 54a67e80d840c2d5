import type { FastifyRequest } from "fastify"
import { actorOf } from "../../server/access.ts"
import { DoneQuery, FormFields, PageParams } from "../../server/admin-form.ts"
import { registerAdminList } from "../../server/admin-list.tsx"
import { adminPage } from "../../server/admin-page.tsx"
import { FormReader } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import { refusalOf } from "../../server/refusal.ts"
import {
  Actions,
  Badge,
  Button,
  DateTime,
  Facts,
  Field,
  Form,
  Notice,
  PageHeading,
  Section,
  type Tone,
} from "../../templates/components/index.ts"
import { isoLocal } from "../../templates/format.ts"
import type { Locale } from "../../templates/locale.ts"
import { getOrder, showOrder } from "../orders/office/order-page.tsx"
import type { OrderView } from "../orders/office/order-panels.ts"
import type { Order } from "../orders/tables.ts"
import { cancelJob, printOrder, retryJob } from "./change-job.ts"
import { getJob, type JobItem, listJobs } from "./list-jobs.ts"
import { listPrinters } from "./list-printers.ts"
import type { JobStatus } from "./tables.ts"
import { texts } from "./texts.ts"

const tones: Record<JobStatus, Tone> = {
  ...{ waiting: "attention", printing: "accent", printed: "good", failed: "bad", cancelled: "neutral" },
}

function State({ job, locale }: { job: Pick<JobItem, "status">; locale: Locale }) {
  return <Badge tone={tones[job.status]}>{texts[locale].statuses[job.status]}</Badge>
}

/** What is printed and what could not be, in the back office: the list, one job, and the panel of an order. */
export function registerJobPages(app: App): void {
  const config = { access: { permission: "print" }, page: true } as const
  const home = (request: FastifyRequest) => `/admin/${request.organisation.slug}/print-jobs`

  registerAdminList<JobItem>(app, {
    path: "/print-jobs",
    permission: "print",
    view({ organisation, locale }) {
      const { jobs: t, kindsOfJob, statuses } = texts[locale]
      const asked = ({ createdAt }: JobItem) => new Date(createdAt)
      return {
        title: t.title,
        searchLabel: t.search,
        count: t.count,
        defaultSort: { key: "asked", direction: "desc" },
        rowHref: ({ id }) => `/admin/${organisation.slug}/print-jobs/${id}`,
        filters: [
          {
            name: "status",
            label: t.filter,
            options: [
              { value: "", label: t.all },
              { value: "open", label: t.open },
              { value: "printed", label: statuses.printed },
            ],
          },
        ],
        columns: [
          {
            key: "kind",
            label: t.what,
            cell: ({ kind }) => kindsOfJob[kind],
            text: ({ kind }) => kindsOfJob[kind],
          },
          { key: "order", label: t.order, cell: ({ order }) => order, text: ({ order }) => order ?? "" },
          {
            ...{ key: "printer", label: t.printer, secondary: true },
            cell: ({ printer }) => printer,
            text: ({ printer }) => printer,
          },
          {
            key: "state",
            label: t.state,
            cell: (job) => (
              <>
                <State {...{ job, locale }} /> {job.message && <small>{job.message}</small>}
              </>
            ),
            text: ({ status, message }) => [statuses[status], message].filter(Boolean).join(" : "),
          },
          {
            key: "asked",
            label: t.asked,
            cell: (job) => <DateTime at={asked(job)} />,
            text: (job) => isoLocal(asked(job), organisation.timezone).replace("T", " "),
          },
        ],
        empty: { title: t.emptyTitle, text: t.emptyText, icon: "print" },
      }
    },
    load: ({ db, organisation, locale }, { filters, ...list }) =>
      listJobs(db, {
        ...list,
        ...{ organisationId: organisation.id, locale },
        statuses:
          filters.status === "open"
            ? ["waiting", "printing", "failed"]
            : filters.status === "printed"
              ? ["printed"]
              : undefined,
      }),
  })

  app.get(
    "/admin/:org/print-jobs/:id",
    { config, schema: { params: PageParams, querystring: DoneQuery } },
    async (request, reply) => {
      const { organisation, locale, db } = request
      const { jobs: t, kindsOfJob } = texts[locale]
      const job = await getJob(db, { organisationId: organisation.id, id: request.params.id, locale })
      const csrf = reply.generateCsrf()
      const said = { retried: t.retried, "given-up": t.givenUp }[request.query.done ?? ""]
      const may = job.printerId !== null && job.status !== "printed" && job.failure !== "nothing_left"
      return adminPage(
        request,
        reply,
        {
          title: kindsOfJob[job.kind],
          current: "/print-jobs",
          notice: said && <Notice kind="success">{said}</Notice>,
        },
        <>
          <PageHeading
            title={kindsOfJob[job.kind]}
            lead={<State {...{ job, locale }} />}
            back={{ href: home(request), label: t.title }}
          />
          {job.message && <Notice kind={job.status === "failed" ? "error" : "info"}>{job.message}</Notice>}
          <Facts
            items={[
              job.order && {
                label: t.order,
                value: <a href={`/admin/${organisation.slug}/orders/${job.orderId}`}>{job.order}</a>,
              },
              { label: t.printer, value: job.printer },
              { label: t.asked, value: <DateTime at={new Date(job.createdAt)} /> },
              { label: t.attempts, value: job.attempts },
              job.printedAt && {
                label: texts[locale].statuses.printed,
                value: <DateTime at={new Date(job.printedAt)} />,
              },
            ].map((fact) => fact || null)}
          />
          {may && (
            <Actions>
              <Form action={`${home(request)}/${job.id}/attempts`} csrf={csrf}>
                <Button icon="print">{t.again}</Button>
              </Form>
              {job.status !== "cancelled" && (
                <Form action={`${home(request)}/${job.id}/cancellation`} csrf={csrf}>
                  <Button kind="secondary">{t.giveUp}</Button>
                </Form>
              )}
            </Actions>
          )}
        </>,
      )
    },
  )

  for (const [path, done, change] of [
    ["attempts", "retried", retryJob],
    ["cancellation", "given-up", cancelJob],
  ] as const)
    app.post(
      `/admin/:org/print-jobs/:id/${path}`,
      { config, schema: { params: PageParams } },
      async (request, reply) => {
        await change(request.db, { organisationId: request.organisation.id, id: request.params.id })
        app.queue.nudge()
        return reply.redirect(`${home(request)}/${request.params.id}?done=${done}`, 303)
      },
    )

  app.post(
    "/admin/:org/orders/:id/print-jobs",
    { config, schema: { params: PageParams, body: FormFields } },
    async (request, reply) => {
      const { organisation, db, principal, locale } = request
      const order = await getOrder(db, request.params.id)
      const printerId = new FormReader(request.body, locale).typed("printer")
      if (!/^[1-9]\d{0,17}$/.test(printerId)) throw problem(404, "not_found")
      const by = actorOf(principal)
      try {
        await db
          .transaction()
          .execute((trx) =>
            printOrder(trx, { organisationId: organisation.id, printerId, orderId: order.id, by }),
          )
      } catch (error) {
        const { title, errors } = refusalOf(request, error)
        const message = title ?? errors[0]?.message ?? ""
        return showOrder(request, reply, order, {
          body: request.body,
          errors: [{ path: "/printer", message }],
        })
      }
      app.queue.nudge()
      return reply.redirect(`/admin/${organisation.slug}/orders/${order.id}?done=print-asked#printing`, 303)
    },
  )

  app.orderPanels.push({ order: 12, render: printPanel })
}

/** What was printed of an order, and printing it here. Nothing where there is no printer and never was a job. */
async function printPanel(request: FastifyRequest, order: Order, view: OrderView & { csrf: string }) {
  const { db, organisation, locale } = request
  if (!request.can("print")) return null
  const { jobs: t, kindsOfJob } = texts[locale]
  const about = { organisationId: organisation.id, locale, orderId: order.id }
  const [{ data: jobs }, { data: printers }] = await Promise.all([
    listJobs(db, { ...about, limit: 20 }),
    listPrinters(db, { organisationId: organisation.id, limit: 100 }),
  ])
  if (jobs.length === 0 && printers.length === 0) return null
  return (
    <Section title={t.onOrder} id="printing">
      {view.done === "print-asked" && <Notice kind="success">{t.printAsked}</Notice>}
      {jobs.length > 0 && (
        <ul>
          {jobs.map((job) => (
            <li>
              <a href={`/admin/${organisation.slug}/print-jobs/${job.id}`}>{kindsOfJob[job.kind]}</a>,{" "}
              {job.printer}, <DateTime at={new Date(job.createdAt)} /> <State {...{ job, locale }} />
              {job.message && ` ${job.message}`}
            </li>
          ))}
        </ul>
      )}
      {printers.length > 0 && order.status === "paid" && (
        <Form action={`/admin/${organisation.slug}/orders/${order.id}/print-jobs`} csrf={view.csrf}>
          <Field
            type="select"
            name="printer"
            label={t.printOn}
            hint={t.printHint}
            width="medium"
            error={view.errors?.find(({ path }) => path === "/printer")?.message}
            options={printers.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Actions>
            <Button kind="secondary" icon="print">
              {t.printTickets}
            </Button>
          </Actions>
        </Form>
      )}
    </Section>
  )
}
