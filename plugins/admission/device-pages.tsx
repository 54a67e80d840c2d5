import type { FastifyReply, FastifyRequest } from "fastify"
import { DoneQuery, FormFields, PageParams } from "../../server/admin-form.ts"
import { adminPage } from "../../server/admin-page.tsx"
import { FormReader } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import type { FieldError } from "../../server/problem.ts"
import {
  Actions,
  Badge,
  Button,
  DataTable,
  DateTime,
  EmptyState,
  ErrorSummary,
  errorOf,
  Facts,
  Field,
  Form,
  Notice,
  PageHeading,
  Section,
} from "../../templates/components/index.ts"
import { createDevice, type Device, listDevices, revokeDevice } from "./devices.ts"
import { texts } from "./texts.ts"

const config = { access: { permission: "devices:write" }, page: true } as const

interface View {
  made?: { name: string; token: string }
  revoked?: boolean
  typed?: FormReader
  errors?: FieldError[]
}

/** The scanners of the organisation: those there are, a new one with its token, and their end. */
export function registerDevicePages(app: App): void {
  app.get("/admin/:org/devices", { config, schema: { querystring: DoneQuery } }, async (request, reply) =>
    page(request, reply, { revoked: request.query.done === "revoked" }),
  )

  app.post("/admin/:org/devices", { config, schema: { body: FormFields } }, async (request, reply) => {
    const t = texts[request.locale]
    const form = new FormReader(request.body, request.locale)
    const name = form.line("name", { label: t.deviceName, max: 100 })
    const gate = form.line("gate", { label: t.deviceGate, max: 60, optional: true })
    if (form.errors.length > 0) return page(request, reply, { typed: form, errors: form.errors })
    const { token } = await createDevice(request.db, request.organisation.id, { name, gate })
    return page(request, reply, { made: { name, token } })
  })

  app.post(
    "/admin/:org/devices/:id/revocation",
    { config, schema: { params: PageParams } },
    async (request, reply) => {
      await revokeDevice(request.db, request.params.id)
      return reply.redirect(`/admin/${request.organisation.slug}/devices?done=revoked`, 303)
    },
  )
}

async function page(request: FastifyRequest, reply: FastifyReply, view: View): Promise<FastifyReply> {
  const devices = await listDevices(request.db)
  const t = texts[request.locale]
  const csrf = reply.generateCsrf()
  const { made, typed, errors = [] } = view
  const home = `/admin/${request.organisation.slug}/devices`
  return adminPage(
    request,
    reply,
    {
      title: t.devices,
      current: "/devices",
      status: errors.length > 0 ? 422 : made ? 201 : 200,
      notice: view.revoked && <Notice kind="success">{t.revokedNotice}</Notice>,
    },
    <>
      <PageHeading title={t.devices} lead={t.devicesLead} />
      <ErrorSummary errors={errors} />
      {made && (
        <Notice kind="success" title={t.tokenTitle(made.name)}>
          <p>{t.tokenHint}</p>
          <Facts
            items={[
              { label: t.token, value: <code>{made.token}</code> },
              {
                label: t.address,
                value: (
                  <code>{`${request.server.config.publicUrl}/api/v1/organisations/${request.organisation.slug}/scans`}</code>
                ),
              },
            ]}
          />
        </Notice>
      )}
      {devices.length === 0 ? (
        <EmptyState title={t.noDevice} icon="door">
          {t.noDeviceHint}
        </EmptyState>
      ) : (
        <Devices devices={devices} home={home} csrf={csrf} t={t} />
      )}
      <Section title={t.newDevice}>
        <Form action={home} csrf={csrf}>
          <Field
            name="name"
            label={t.deviceName}
            hint={t.deviceNameHint}
            value={typed?.typed("name")}
            error={errorOf(errors, "name")}
            maxlength={100}
            width="medium"
            autocomplete="off"
          />
          <Field
            name="gate"
            label={t.deviceGate}
            value={typed?.typed("gate")}
            error={errorOf(errors, "gate")}
            maxlength={60}
            width="medium"
            optional
            autocomplete="off"
          />
          <Actions>
            <Button>{t.addDevice}</Button>
          </Actions>
        </Form>
      </Section>
    </>,
  )
}

function Devices(props: { devices: Device[]; home: string; csrf: string; t: (typeof texts)["fr"] }) {
  const { devices, home, csrf, t } = props
  return (
    <DataTable
      caption={t.devicesCaption}
      rows={devices}
      columns={[
        { key: "name", label: t.deviceName, cell: ({ name }) => name },
        { key: "gate", label: t.deviceGate, cell: ({ gate }) => gate ?? "–" },
        {
          key: "state",
          label: t.state,
          cell: ({ revokedAt }) =>
            revokedAt ? <Badge>{t.revoked}</Badge> : <Badge tone="good">{t.active}</Badge>,
        },
        {
          key: "last",
          label: t.lastSeen,
          cell: ({ seenAt }) => (seenAt ? <DateTime at={seenAt} /> : t.never),
        },
        {
          key: "created",
          label: t.created,
          secondary: true,
          cell: ({ createdAt }) => <DateTime at={createdAt} as="day" />,
        },
      ]}
      rowActions={({ id, revokedAt }) =>
        !revokedAt && (
          <form method="post" action={`${home}/${id}/revocation`}>
            <input type="hidden" name="_csrf" value={csrf} />
            <Button kind="quiet" size="small">
              {t.revoke}
            </Button>
          </form>
        )
      }
    />
  )
}
