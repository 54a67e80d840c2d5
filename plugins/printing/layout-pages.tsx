import type { FastifyReply, FastifyRequest } from "fastify"
import { Type } from "typebox"
import { DoneQuery, FormFields } from "../../server/admin-form.ts"
import { adminPage } from "../../server/admin-page.tsx"
import type { FormBody } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import type { FieldError } from "../../server/problem.ts"
import {
  Actions,
  Badge,
  Button,
  ErrorSummary,
  errorOf,
  Field,
  Form,
  fieldId,
  LinkButton,
  Notice,
  PageHeading,
  Section,
} from "../../templates/components/index.ts"
import type { Locale } from "../../templates/locale.ts"
import {
  completeLayout,
  type Layout,
  type LayoutFormat,
  layoutFormats,
  layoutPapers,
  layoutSizes,
  usualLayouts,
} from "../tickets/layout/layout.ts"
import { dropLayout, readLayout, saveLayout } from "../tickets/layout/layouts.ts"
import { type LayoutRow, readLayoutForm, rowsOf } from "./layout-form.ts"
import { preview, previewSizes } from "./preview/preview.ts"
import { texts } from "./texts.ts"

const Params = Type.Object({ org: Type.String(), format: Type.Enum([...layoutFormats]) })

/** Laying tickets out in the back office, with a preview drawn by what prints them. */
export function registerLayoutPages(app: App): void {
  const config = { access: { permission: "layouts:write" }, page: true } as const
  const home = (request: FastifyRequest) => `/admin/${request.organisation.slug}/ticket-layouts`

  app.get("/admin/:org/ticket-layouts", { config }, async (request, reply) => {
    const t = texts[request.locale].layout
    const layouts = await Promise.all(layoutFormats.map((format) => readLayout(request.db, format)))
    return adminPage(
      request,
      reply,
      { title: t.title, current: "/ticket-layouts" },
      <>
        <PageHeading title={t.title} lead={t.lead} />
        {layoutFormats.map((format, index) => (
          <Section title={t.formats[format]}>
            <p>
              {t.formatHints[format]} <Badge>{layouts[index] ? t.own : t.usual}</Badge>
            </p>
            <Actions>
              <LinkButton kind="secondary" href={`${home(request)}/${format}`}>
                {t.change}
              </LinkButton>
            </Actions>
          </Section>
        ))}
      </>,
    )
  })

  app.get(
    "/admin/:org/ticket-layouts/:format",
    { config, schema: { params: Params, querystring: Type.Object({}, { additionalProperties: true }) } },
    async (request, reply) => {
      const { format } = request.params
      const query = request.query as FormBody
      const kept = await readLayout(request.db, format)
      // Without a script, the preview of what is typed comes as the page again.
      if (query["rank-title"] !== undefined) {
        const { layout, rows, errors } = readLayoutForm(query, request.locale)
        return editor(request, reply, format, { layout, rows, errors, own: kept !== undefined })
      }
      const layout = kept ?? usualLayouts[format]
      return editor(request, reply, format, {
        ...{ layout, rows: rowsOf(layout), errors: [], own: kept !== undefined },
        done: String(query.done ?? ""),
      })
    },
  )

  app.get(
    "/admin/:org/ticket-layouts/:format/preview.svg",
    {
      config,
      schema: { params: Params, querystring: Type.Object({}, { additionalProperties: true }), hide: true },
    },
    async (request, reply) => {
      const { params, organisation, locale } = request
      const { format } = params
      const query = request.query as FormBody
      const { layout } = readLayoutForm(query, locale)
      const sizes: readonly string[] = previewSizes[format]
      const size = sizes.find((one) => one === query.previewSize) ?? sizes[0] ?? ""
      const picture = await preview(app.databases.system, organisation, {
        ...{ format, layout: completeLayout(layout), size, locale },
      })
      return reply.type("image/svg+xml").header("cache-control", "private, no-store").send(picture)
    },
  )

  app.post(
    "/admin/:org/ticket-layouts/:format",
    { config, schema: { params: Params, body: FormFields } },
    async (request, reply) => {
      const { organisation, params, body, locale, db } = request
      const { format } = params
      const { layout, rows, errors } = readLayoutForm(body, locale)
      if (errors.length > 0) {
        const own = (await readLayout(db, format)) !== undefined
        return editor(request, reply, format, { layout, rows, errors, own })
      }
      await saveLayout(db, { organisationId: organisation.id, format, layout })
      return reply.redirect(`${home(request)}/${format}?done=saved`, 303)
    },
  )

  app.post(
    "/admin/:org/ticket-layouts/:format/removal",
    { config, schema: { params: Params, querystring: DoneQuery } },
    async (request, reply) => {
      await dropLayout(request.db, request.params.format)
      return reply.redirect(`${home(request)}/${request.params.format}?done=reset`, 303)
    },
  )

  function editor(
    request: FastifyRequest,
    reply: FastifyReply,
    format: LayoutFormat,
    view: { layout: Layout; rows: LayoutRow[]; errors: FieldError[]; own: boolean; done?: string },
  ) {
    const { locale } = request
    const { layout, rows, errors, own } = view
    const t = texts[locale].layout
    const action = `${home(request)}/${format}`
    const csrf = reply.generateCsrf()
    const said = { saved: t.saved, reset: t.resetDone }[view.done ?? ""]
    return adminPage(
      request,
      reply,
      {
        title: t.formats[format],
        current: "/ticket-layouts",
        scripts: ["ticket-layout.js"],
        styles: ["ticket-layout-page.css"],
        notice: said && <Notice kind="success">{said}</Notice>,
        status: errors.length > 0 ? 422 : 200,
      },
      <>
        <PageHeading
          title={t.formats[format]}
          lead={t.formatHints[format]}
          back={{ href: home(request), label: t.title }}
        />
        {!own && <Notice kind="info">{t.usualNow}</Notice>}
        <ErrorSummary errors={errors} />
        <div class="ticket-layout">
          <Form action={action} csrf={csrf} id="layout">
            {format === "page" && (
              <>
                <Field
                  type="radio"
                  name="paper"
                  label={t.paper}
                  value={layout.paper ?? "a4"}
                  options={layoutPapers.map((value) => ({ value, label: t.papers[value] }))}
                />
                <Field
                  type="checkbox"
                  name="logo"
                  label={t.logo}
                  hint={t.logoHint}
                  checked={layout.logo ?? false}
                />
              </>
            )}
            <Field
              type="textarea"
              name="message"
              label={t.message}
              hint={t.messageHint}
              value={layout.message ?? ""}
              error={errorOf(errors, "message")}
              rows={2}
              maxlength={300}
              optional
            />
            <h2>{t.fieldsTitle}</h2>
            <p class="hint">{t.fieldsHint}</p>
            <ol class="layout-rows" data-up={t.up} data-down={t.down}>
              {rows.map((row, index) => (
                <Row {...{ row, locale, errors, rank: index + 1 }} />
              ))}
            </ol>
            <Actions>
              <Button>{t.save}</Button>
            </Actions>
          </Form>
          <aside class="layout-preview" aria-label={t.preview}>
            {format !== "page" && (
              <label>
                {t.previewSize}{" "}
                <select name="previewSize" form="layout" class="control">
                  {previewSizes[format].map((size) => (
                    <option value={size}>
                      {format === "roll"
                        ? t.sizesOfRoll[size as keyof typeof t.sizesOfRoll]
                        : `${size.replace("x", " × ")} mm`}
                    </option>
                  ))}
                </select>
              </label>
            )}
            <img
              data-preview={`${action}/preview.svg`}
              src={`${action}/preview.svg?${queryOf(layout, rows)}`}
              alt={t.previewAlt}
              class={`layout-picture layout-picture-${format}`}
            />
            <noscript>
              <button
                type="submit"
                class="button button-secondary"
                form="layout"
                formmethod="get"
                formaction={action}
              >
                {t.showPreview}
              </button>
            </noscript>
          </aside>
        </div>
        {own && (
          <Section>
            <Form action={`${action}/removal`} csrf={csrf}>
              <Actions>
                <Button kind="secondary" size="small">
                  {t.reset}
                </Button>
              </Actions>
            </Form>
          </Section>
        )}
      </>,
    )
  }
}

function Row(props: { row: LayoutRow; rank: number; locale: Locale; errors: readonly FieldError[] }) {
  const { row, rank, errors } = props
  const { name, field, shown, locked, size, strong } = row
  const t = texts[props.locale].layout
  const label = t.fields[field]
  const error = errorOf(errors, `shown-${name}`) ?? errorOf(errors, `rank-${name}`)
  const id = (part: string) => fieldId(`${part}-${name}`)
  const plain = field === "rule" || field === "code"
  return (
    <li class={error ? "layout-row field-wrong" : "layout-row"} data-row={name}>
      {error && (
        <p class="error" id={`${id("shown")}-error`}>
          {error}
        </p>
      )}
      <span class="layout-what choice">
        {locked && <input type="hidden" name={`shown-${name}`} value="on" />}
        <input
          type="checkbox"
          id={id("shown")}
          name={locked ? undefined : `shown-${name}`}
          value="on"
          checked={shown}
          disabled={locked}
          aria-describedby={error ? `${id("shown")}-error` : undefined}
        />
        <label for={id("shown")}>
          {label} {locked && <small class="layout-locked">{t.mandatory}</small>}
        </label>
      </span>
      <span class="layout-how">
        <input
          id={id("rank")}
          name={`rank-${name}`}
          class="control layout-rank"
          inputmode="numeric"
          value={rank}
          maxlength={2}
          aria-label={`${t.rank} : ${label}`}
          autocomplete="off"
        />
        {!plain && (
          <>
            <select name={`size-${name}`} class="control" aria-label={`${t.size} : ${label}`}>
              {layoutSizes.map((one) => (
                <option value={one} selected={one === size}>
                  {t.sizes[one]}
                </option>
              ))}
            </select>
            <label class="layout-strong">
              <input type="checkbox" name={`strong-${name}`} value="on" checked={strong} /> {t.strong}
            </label>
          </>
        )}
      </span>
    </li>
  )
}

/** The address of the picture of this layout. */
function queryOf(layout: Layout, rows: readonly LayoutRow[]): string {
  const query = new URLSearchParams()
  if (layout.paper) query.set("paper", layout.paper)
  if (layout.logo) query.set("logo", "on")
  if (layout.message) query.set("message", layout.message)
  for (const [index, { name, shown, size, strong }] of rows.entries()) {
    if (!shown) continue
    query.set(`shown-${name}`, "on")
    query.set(`rank-${name}`, String(index + 1))
    query.set(`size-${name}`, size)
    if (strong) query.set(`strong-${name}`, "on")
  }
  return query.toString()
}
