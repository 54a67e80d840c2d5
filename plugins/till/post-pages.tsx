import { registerAdminThings } from "../../server/admin-things.tsx"
import { FormReader } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import { errorOf, Field } from "../../templates/components/index.ts"
import { officeTexts } from "./office-texts.ts"
import { addTill, getTill, listTills, removeTill, renameTill, type TillItem } from "./tills.ts"

/** Where one sells: the tills by name. */
export function registerPostPages(app: App): void {
  registerAdminThings<TillItem, string, { name: string }>(app, {
    path: "/tills",
    permissions: { read: "till:read", write: "till:manage" },
    icon: "building",
    texts: { fr: officeTexts.fr.tills, en: officeTexts.en.tills },
    view({ locale }) {
      const t = officeTexts[locale]
      return {
        defaultSort: { key: "name", direction: "asc" },
        columns: [
          {
            key: "name",
            label: t.tillName,
            cell: ({ name }) => name,
            text: ({ name }) => name,
            sortable: true,
          },
          {
            key: "heldBy",
            label: t.heldBy,
            cell: ({ heldBy }) => heldBy,
            text: ({ heldBy }) => heldBy ?? "",
          },
        ],
      }
    },
    list: (request, list) => listTills(request.db, list),
    get: getTill,
    create: addTill,
    update: renameTill,
    remove: removeTill,
    blank: () => ({ name: "" }),
    valuesOf: ({ name }) => ({ name }),
    read(body, { locale }) {
      const form = new FormReader(body, locale)
      const input = form.line("name", { label: officeTexts[locale].tillName, max: 60 })
      return { input, errors: form.errors }
    },
    fields({ locale, values, errors }) {
      const t = officeTexts[locale]
      return (
        <Field
          {...{ name: "name", value: values.name, error: errorOf(errors, "name") }}
          label={t.tillName}
          hint={t.tillNameHint}
          maxlength={60}
        />
      )
    },
    inWords: (errors, locale) =>
      errors.map((error) =>
        error.path === "/name" ? { ...error, message: officeTexts[locale].tillNameTaken } : error,
      ),
  })
}
