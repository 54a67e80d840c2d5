import { actorOf } from "../../server/access.ts"
import { PageParams } from "../../server/admin-form.ts"
import { registerAdminThings } from "../../server/admin-things.tsx"
import { FormReader } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import {
  Actions,
  Badge,
  Button,
  errorOf,
  Field,
  FieldRow,
  Fieldset,
  Form,
  Notice,
  Section,
} from "../../templates/components/index.ts"
import { print } from "./ask-print.ts"
import { getPrinter, listPrinters, type printerOrders, tillChoices } from "./list-printers.ts"
import { families, familyNames, type PrinterInput, type PrinterItem, printerDefaults } from "./printer.ts"
import { createPrinter, removePrinter, updatePrinter } from "./save-printer.ts"
import { texts } from "./texts.ts"

const names = [
  ...(["name", "kind", "host", "port", "tillId"] as const),
  ...(["columns", "family", "widthMm", "lengthMm", "dpi"] as const),
]
type Values = Record<(typeof names)[number], string>

/** Printers in the back office. */
export function registerPrinterPages(app: App): void {
  const { printers: networks } = app.config

  registerAdminThings<PrinterItem, PrinterInput, Values, { id: string; name: string }[]>(app, {
    path: "/printers",
    permissions: { read: "printers:write", write: "printers:write" },
    icon: "print",
    texts: { fr: texts.fr.things, en: texts.en.things },
    view({ locale }) {
      const t = texts[locale]
      const address = ({ host, port }: PrinterItem) => (port === 9100 ? host : `${host}:${port}`)
      return {
        defaultSort: { key: "name", direction: "asc" },
        columns: [
          { key: "name", label: t.name, cell: ({ name }) => name, text: ({ name }) => name, sortable: true },
          {
            key: "kind",
            label: t.kind,
            cell: ({ kind }) => t.kinds[kind],
            text: ({ kind }) => t.kinds[kind],
          },
          { key: "host", label: t.host, cell: address, text: address, sortable: true, secondary: true },
          { key: "till", label: t.till, cell: ({ till }) => till, text: ({ till }) => till ?? "" },
          {
            key: "waiting",
            label: t.waiting,
            cell: ({ waiting, failure }) =>
              waiting > 0 && (
                <Badge tone={failure ? "attention" : "neutral"}>
                  {[waiting, failure && t.failures[failure]].filter(Boolean).join(" · ")}
                </Badge>
              ),
            text: ({ waiting }) => waiting,
          },
        ],
      }
    },
    list: (request, { sort, ...list }) =>
      listPrinters(request.db, {
        organisationId: request.organisation.id,
        ...list,
        sort: { key: sort.key as keyof typeof printerOrders, direction: sort.direction },
      }),
    get: getPrinter,
    create: (db, organisationId, printer) => createPrinter(db, networks, { organisationId, printer }),
    update: (db, where, printer) => updatePrinter(db, networks, { ...where, printer }),
    remove: removePrinter,
    blank: () => ({
      ...{ name: "", kind: "escpos", host: "", port: "9100", tillId: "", columns: "42", family: "epson" },
      ...{ widthMm: "51", lengthMm: "140", dpi: "300" },
    }),
    valuesOf: (item) => ({
      ...{ name: item.name, kind: item.kind, host: item.host, family: item.family },
      ...{ port: String(item.port), tillId: item.tillId ?? "", columns: String(item.columns) },
      ...{ widthMm: String(item.widthMm), lengthMm: String(item.lengthMm), dpi: String(item.dpi) },
    }),
    read(body, { locale }) {
      const t = texts[locale]
      const form = new FormReader(body, locale)
      const till = form.typed("tillId")
      const host = form.line("host", { label: t.host, max: 253 })
      if (host && !/^[A-Za-z0-9:._-]+$/.test(host)) form.refuse("host", `${t.host} : ${t.hostHint}`)
      const input: PrinterInput = {
        name: form.line("name", { label: t.name, max: 80 }),
        kind: form.choice("kind", ["escpos", "fgl"] as const, { label: t.kind }) ?? "escpos",
        host,
        port: form.whole("port", { label: t.port, min: 1, max: 65535 }) ?? printerDefaults.port,
        tillId: /^[1-9]\d{0,17}$/.test(till) ? till : null,
        columns: form.whole("columns", { label: t.columns, min: 24, max: 64 }) ?? printerDefaults.columns,
        family: form.choice("family", familyNames, { label: t.family }) ?? "epson",
        widthMm: form.whole("widthMm", { label: t.width, min: 50, max: 110 }) ?? printerDefaults.widthMm,
        lengthMm: form.whole("lengthMm", { label: t.length, min: 120, max: 250 }) ?? printerDefaults.lengthMm,
        dpi: Number(form.choice("dpi", ["200", "300", "600"] as const, { label: t.dpi }) ?? 300) as 300,
      }
      return { input, errors: form.errors }
    },
    inWords: (errors, locale) => {
      const t = texts[locale]
      const words: Record<string, string> = {
        "/host": t.nowhere,
        "/port": t.nowhere,
        "/family": t.wrongFamily,
        "/tillId": t.tillTaken,
      }
      return errors.map(({ path, message }) => ({ path, message: words[path] ?? message }))
    },
    prepare: (request) => tillChoices(request.db),
    fields({ locale, values, errors, extra: tills }) {
      const t = texts[locale]
      const shared = (name: keyof Values) => ({ name, value: values[name], error: errorOf(errors, name) })
      return (
        <>
          <Field {...shared("name")} label={t.name} hint={t.nameHint} maxlength={80} />
          <Field
            {...shared("kind")}
            type="radio"
            label={t.kind}
            hint={t.kindHint}
            options={(["escpos", "fgl"] as const).map((value) => ({ value, label: t.kinds[value] }))}
          />
          <FieldRow>
            <Field {...shared("host")} label={t.host} hint={t.hostHint} maxlength={253} spellcheck={false} />
            <Field {...shared("port")} label={t.port} hint={t.portHint} inputmode="numeric" width="short" />
          </FieldRow>
          <Field
            {...shared("tillId")}
            type="select"
            label={t.till}
            hint={t.tillHint}
            width="medium"
            options={[
              { value: "", label: t.noTill },
              ...tills.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          <Field
            {...shared("family")}
            type="select"
            label={t.family}
            hint={t.familyHint}
            width="medium"
            options={familyNames.map((value) => ({ value, label: families[value] }))}
          />
          <Fieldset legend={t.roll}>
            <Field
              {...shared("columns")}
              label={t.columns}
              hint={t.columnsHint}
              inputmode="numeric"
              width="short"
            />
          </Fieldset>
          <Fieldset legend={t.stock}>
            <FieldRow>
              <Field {...shared("widthMm")} label={t.width} hint={t.widthHint} inputmode="numeric" />
              <Field {...shared("lengthMm")} label={t.length} hint={t.lengthHint} inputmode="numeric" />
              <Field
                {...shared("dpi")}
                type="select"
                label={t.dpi}
                options={["200", "300", "600"].map((value) => ({ value, label: value }))}
              />
            </FieldRow>
          </Fieldset>
        </>
      )
    },
    more(request, _, { action, csrf }) {
      const t = texts[request.locale]
      const { done } = request.query as { done?: string }
      return (
        <Section>
          {done === "tested" && (
            <Notice kind="success">
              {t.tested} <a href={`/admin/${request.organisation.slug}/print-jobs`}>{t.jobs.title}</a>
            </Notice>
          )}
          <Form action={`${action}/test-pages`} csrf={csrf}>
            <Actions>
              <Button kind="secondary" icon="print">
                {t.test}
              </Button>
            </Actions>
          </Form>
        </Section>
      )
    },
  })

  app.post(
    "/admin/:org/printers/:id/test-pages",
    {
      config: { access: { permission: "printers:write" }, page: true },
      schema: { params: PageParams },
    },
    async (request, reply) => {
      const { organisation, locale, principal, params } = request
      const where = { organisationId: organisation.id, id: params.id }
      await request.db.transaction().execute(async (trx) => {
        await getPrinter(trx, where)
        await print(trx, params.id, {
          ...{ organisationId: organisation.id, kind: "test", locale, by: actorOf(principal) },
        })
      })
      app.queue.nudge()
      return reply.redirect(`/admin/${organisation.slug}/printers/${params.id}?done=tested`, 303)
    },
  )
}
