import { randomBytes } from "node:crypto"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { ComponentChildren } from "preact"
import { type Static, Type } from "typebox"
import { actorOf } from "../../server/access.ts"
import { themeUrl } from "../../server/admin-page.tsx"
import { assetUrl, contentHash } from "../../server/assets.ts"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import {
  Button,
  DateTime,
  DoorChoices,
  EmptyState,
  Field,
  Form,
  PageHeading,
  Scanner,
} from "../../templates/components/index.ts"
import { formatDate, formatNumber, formatTime, isoDay } from "../../templates/format.ts"
import { DoorLayout } from "../../templates/layouts/index.ts"
import type { Locale } from "../../templates/locale.ts"
import { inLocale } from "../catalogue/localised.ts"
import { answerLine } from "./answer-line.ts"
import { allowCodeReader } from "./code-reader.ts"
import { type DoorPerformance, doorPerformance, doorPerformances } from "./door-performances.ts"
import type { Scanned } from "./presented.ts"
import { scanTicket } from "./scan-ticket.ts"
import { texts } from "./texts.ts"

const config = { access: { permission: "scan" }, page: true } as const
const Gate = Type.Object({ gate: Type.Optional(Type.String({ maxLength: 60 })) })
const Desk = Type.Object({
  org: Type.String(),
  performanceId: Type.String({ pattern: "^[1-9][0-9]{0,17}$" }),
})
const ScanForm = Type.Object({
  code: Type.String({ maxLength: 4000 }),
  nonce: Type.Optional(Type.String({ maxLength: 60 })),
  gate: Type.Optional(Type.String({ maxLength: 60 })),
  _csrf: Type.Optional(Type.String()),
})

/** The pages of the people at the door: which performance, then ticket after ticket. */
export function registerPages(app: App): void {
  // Whoever has the door and nothing else has no use for the back office.
  app.addHook("preHandler", async (request, reply) => {
    if (request.routeOptions.url === "/admin/:org" && onlyDoor(request))
      return reply.redirect(`/door/${request.organisation.slug}`, 303)
  })

  app.get("/admin/:org/door", { config }, async (request, reply) =>
    reply.redirect(`/door/${request.organisation.slug}`, 303),
  )

  app.get("/door/:org", { config, schema: { querystring: Gate } }, async (request, reply) => {
    const performances = await doorPerformances(request.db)
    return doorPage(request, reply, {
      title: texts[request.locale].door,
      children: (
        <Chooser request={request} performances={performances} gate={request.query.gate?.trim() ?? ""} />
      ),
    })
  })

  app.get(
    "/door/:org/:performanceId",
    { config, schema: { params: Desk, querystring: Gate } },
    async (request, reply) => desk(request, reply, { gate: request.query.gate?.trim() ?? "" }),
  )

  app.post(
    "/door/:org/:performanceId",
    { config, schema: { params: Desk, body: ScanForm } },
    async (request, reply) => {
      const { code, nonce, gate = "" } = request.body
      if (!code.trim())
        return desk(request, reply, { gate, error: texts[request.locale].scanner.noCode, status: 422 })
      const scanned = await scanTicket(request.db, app.signingKeys, request.organisation.id, {
        code,
        performanceId: request.params.performanceId,
        gate,
        nonce: nonceOf(request.body, nonce),
        scannedBy: actorOf(request.principal),
      })
      return desk(request, reply, { gate, scanned })
    },
  )
}

/** The page loaded again asks the same; another code typed after going back is another scan. */
function nonceOf({ code }: Static<typeof ScanForm>, nonce: string | undefined): string | null {
  return nonce ? `form:${nonce}:${contentHash(code)}` : null
}

function onlyDoor({ currentPrincipal, currentRole }: FastifyRequest): boolean {
  return currentRole === "door" && currentPrincipal?.kind === "user" && !currentPrincipal.user.administrator
}

interface DeskState {
  gate: string
  scanned?: Scanned
  error?: string
  status?: number
}

async function desk(request: FastifyRequest, reply: FastifyReply, state: DeskState): Promise<FastifyReply> {
  const { organisation, locale } = request
  const { performanceId } = request.params as Static<typeof Desk>
  const performance = await doorPerformance(request.db, performanceId)
  if (!performance) throw problem(404, "not_found")
  const t = texts[locale]
  const api = `/api/v1/organisations/${organisation.slug}`
  const title = inLocale(performance.title, locale)
  const when = formatDate(performance.startsAt, { locale, timeZone: performance.timezone })
  allowCodeReader(reply)
  return doorPage(request, reply, {
    title: `${t.door} · ${title}`,
    heading: `${title}, ${when}`,
    count: <span data-count={t.entered("{entered}", "{expected}")}>{countOf(performance, locale)}</span>,
    back: { href: withGate(`/door/${organisation.slug}`, state.gate), label: t.otherPerformance },
    script: "door.js",
    status: state.status,
    children: (
      <Scanner
        action={`/door/${organisation.slug}/${performanceId}`}
        csrf={reply.generateCsrf()}
        hidden={{ nonce: randomBytes(12).toString("base64url"), gate: state.gate }}
        words={t.scanner}
        error={state.error}
        answer={state.scanned && { result: state.scanned.result, ...answerLine(state.scanned, locale) }}
        data={{
          scans: `${api}/scans`,
          attendance: `${api}/performances/${performanceId}/attendance`,
          performance: performanceId,
          reader: assetUrl("door-reader.js"),
          wasm: assetUrl("zxing_reader.wasm"),
        }}
      />
    ),
  })
}

interface DoorPage {
  title: string
  heading?: string
  count?: ComponentChildren
  back?: { href: string; label: string }
  script?: string
  status?: number | undefined
  children: ComponentChildren
}

function doorPage(request: FastifyRequest, reply: FastifyReply, page: DoorPage): FastifyReply {
  const { organisation, locale } = request
  return reply.page(
    <DoorLayout
      locale={locale}
      currency={organisation.currency}
      timeZone={organisation.timezone}
      title={`${page.title} · ${organisation.name}`}
      css={assetUrl("door-page.css")}
      theme={themeUrl(organisation)}
      scripts={page.script ? [assetUrl(page.script)] : []}
      performance={page.heading}
      count={page.count}
      back={page.back}
    >
      {page.children}
    </DoorLayout>,
    page.status,
  )
}

function Chooser(props: { request: FastifyRequest; performances: DoorPerformance[]; gate: string }) {
  const { request, performances, gate } = props
  const { locale, organisation } = request
  const t = texts[locale]
  const now = new Date()
  const groups = [
    { title: t.openNow, list: performances.filter((one) => one.opensAt <= now && now <= one.closesAt) },
    { title: t.soon, list: performances.filter((one) => now < one.opensAt) },
    { title: t.over, list: performances.filter((one) => one.closesAt < now) },
  ]
  return (
    <div>
      <PageHeading
        title={t.door}
        lead={t.doorLead}
        {...(onlyDoor(request) ? {} : { back: { href: `/admin/${organisation.slug}`, label: t.backOffice } })}
      />
      {performances.length === 0 && <EmptyState title={t.nothing}>{t.nothingHint}</EmptyState>}
      {groups
        .filter(({ list }) => list.length > 0)
        .map(({ title, list }) => (
          <DoorChoices
            title={title}
            choices={list.map((one) => ({
              href: withGate(`/door/${organisation.slug}/${one.id}`, gate),
              title: inLocale(one.title, locale),
              when: <DateTime at={one.startsAt} timeZone={one.timezone} start />,
              where: one.venue,
              state: t.opens(opening(one, locale, now)),
              count: countOf(one, locale),
            }))}
          />
        ))}
      <Form action={`/door/${organisation.slug}`} method="get">
        <Field
          name="gate"
          label={t.gate}
          hint={t.gateHint}
          optional
          value={gate}
          width="medium"
          maxlength={60}
        />
        <Button kind="secondary">{t.keepGate}</Button>
      </Form>
    </div>
  )
}

function opening({ opensAt, timezone: timeZone }: DoorPerformance, locale: Locale, now: Date): string {
  const reading = { locale, timeZone, now }
  const today = isoDay(opensAt, timeZone) === isoDay(now, timeZone)
  return today ? formatTime(opensAt, reading) : formatDate(opensAt, reading)
}

function countOf({ entered, expected }: DoorPerformance, locale: Locale): string {
  return texts[locale].entered(formatNumber(entered, locale), formatNumber(expected, locale))
}

function withGate(path: string, gate: string): string {
  return gate ? `${path}?gate=${encodeURIComponent(gate)}` : path
}
