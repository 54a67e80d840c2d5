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
  Qr,
  Section,
} from "../../templates/components/index.ts"
import { formatDate } from "../../templates/format.ts"
import { inLocale } from "../catalogue/localised.ts"
import { createDevice, type Device, listDevices, revokeDevice } from "./devices.ts"
import { doorPerformances } from "./door-performances.ts"
import { openPairing } from "./pairing.ts"
import { texts } from "./texts.ts"

const config = { access: { permission: "devices:write" }, page: true } as const

interface View {
  made?: { name: string; token: string }
  pairing?: { name: string; code: string }
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
    const performances = form.all("performances").filter((id) => /^[1-9]\d{0,17}$/.test(id))
    if (form.errors.length > 0) return page(request, reply, { typed: form, errors: form.errors })
    const device = { name, gate, ...(performances.length > 0 ? { performances } : {}) }
    if (form.typed("kind") === "phone") {
      const { code } = await app.journal.noted(
        request,
        "device_added",
        (trx) => openPairing(trx, request.organisation.id, device),
        ({ id }) => ({ device: id }),
      )
      return page(request, reply, { pairing: { name, code } })
    }
    const { token } = await app.journal.noted(
      request,
      "device_added",
      (trx) => createDevice(trx, request.organisation.id, device),
      ({ id }) => ({ device: id }),
    )
    return page(request, reply, { made: { name, token } })
  })

  app.post(
    "/admin/:org/devices/:id/revocation",
    { config, schema: { params: PageParams } },
    async (request, reply) => {
      const { id } = request.params
      await app.journal.noted(request, "device_revoked", (trx) => revokeDevice(trx, id), { device: id })
      return reply.redirect(`/admin/${request.organisation.slug}/devices?done=revoked`, 303)
    },
  )
}

async function page(request: FastifyRequest, reply: FastifyReply, view: View): Promise<FastifyReply> {
  const [devices, performances] = await Promise.all([listDevices(request.db), doorPerformances(request.db)])
  const t = texts[request.locale]
  const csrf = reply.generateCsrf()
  const { made, pairing, typed, errors = [] } = view
  const home = `/admin/${request.organisation.slug}/devices`
  return adminPage(
    request,
    reply,
    {
      title: t.devices,
      current: "/devices",
      status: errors.length > 0 ? 422 : made || pairing ? 201 : 200,
      notice: view.revoked && <Notice kind="success">{t.revokedNotice}</Notice>,
    },
    <>
      <PageHeading title={t.devices} lead={t.devicesLead} />
      <ErrorSummary errors={errors} />
      {pairing && <Pairing request={request} {...pairing} />}
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
          {performances.length > 0 && (
            <Field
              type="checkboxes"
              name="performances"
              label={t.deviceFor}
              hint={t.deviceForHint}
              values={typed?.all("performances")}
              options={performances.slice(0, 30).map(({ id, title, startsAt, timezone: timeZone }) => ({
                value: id,
                label: `${inLocale(title, request.locale)}, ${formatDate(startsAt, { locale: request.locale, timeZone })}`,
              }))}
            />
          )}
          <Actions>
            <Button name="kind" value="phone">
              {t.pairPhone}
            </Button>
            <Button kind="secondary" name="kind" value="token">
              {t.showToken}
            </Button>
          </Actions>
        </Form>
      </Section>
    </>,
  )
}

/** What a phone scans to become this device. What is after the # never leaves the phone but to be used. */
function Pairing({ request, name, code }: { request: FastifyRequest; name: string; code: string }) {
  const t = texts[request.locale]
  const address = `${request.server.config.publicUrl}/scanner#${code}`
  return (
    <Notice kind="info" title={t.pairTitle(name)}>
      <p>{t.pairHint}</p>
      <p class="qr-paper">
        <Qr data={address} label={t.pairLabel} size={260} />
      </p>
      <Facts items={[{ label: t.pairAddress, value: <code>{address}</code> }]} />
    </Notice>
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
          cell: ({ revokedAt, paired, waiting }) =>
            revokedAt ? (
              <Badge>{t.revoked}</Badge>
            ) : paired ? (
              <>
                <Badge tone="good">{t.active}</Badge> {waiting ? t.toSend(waiting) : ""}
              </>
            ) : (
              <Badge tone="attention">{t.waitingPair}</Badge>
            ),
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
