import { registerAdminThings } from "../../../server/admin-things.tsx"
import { FormReader } from "../../../server/form-reader.ts"
import type { App } from "../../../server/plugin.ts"
import { errorOf, Field } from "../../../templates/components/index.ts"
import { removeUnused } from "../remove-unused.ts"
import { inWords } from "../rules.ts"
import type { TariffInput, TariffItem } from "../schemas.ts"
import { getTariff } from "./get-tariff.ts"
import { listTariffs, type tariffOrders } from "./list-tariffs.ts"
import { createTariff, updateTariff } from "./save-tariff.ts"
import { texts } from "./texts.ts"

type Values = { name: string; proof: string; rank: string }

/** Tariffs in the back office. */
export function registerTariffPages(app: App): void {
  registerAdminThings<TariffItem, TariffInput, Values>(app, {
    path: "/tariffs",
    permissions: { read: "programme:read", write: "programme:write" },
    icon: "euro",
    texts: { fr: texts.fr.things, en: texts.en.things },
    view({ locale }) {
      const t = texts[locale]
      return {
        defaultSort: { key: "rank", direction: "asc" },
        columns: [
          { key: "name", label: t.name, cell: ({ name }) => name, text: ({ name }) => name, sortable: true },
          { key: "proof", label: t.proof, cell: ({ proof }) => proof, text: ({ proof }) => proof ?? "" },
          {
            key: "rank",
            label: t.rank,
            cell: ({ rank }) => rank,
            text: ({ rank }) => rank,
            sortable: true,
            numeric: true,
          },
        ],
      }
    },
    list: (request, { sort, ...list }) =>
      listTariffs(request.db, {
        organisationId: request.organisation.id,
        ...list,
        sort: { key: sort.key as keyof typeof tariffOrders, direction: sort.direction },
      }),
    get: getTariff,
    create: (db, organisationId, tariff) => createTariff(db, { organisationId, tariff }),
    update: (db, where, tariff) => updateTariff(db, { ...where, tariff }),
    remove: (db, where) => removeUnused(db, { ...where, table: "tariffs" }),
    blank: () => ({ name: "", proof: "", rank: "" }),
    valuesOf: ({ name, proof, rank }) => ({ name, proof: proof ?? "", rank: String(rank) }),
    read(body, { locale }) {
      const t = texts[locale]
      const form = new FormReader(body, locale)
      const input = {
        name: form.line("name", { label: t.name, max: 200 }),
        proof: form.line("proof", { label: t.proof, max: 300, optional: true }),
        rank: form.whole("rank", { label: t.rank, min: 0, max: 100_000, optional: true }) ?? undefined,
      }
      return { input, errors: form.errors }
    },
    fields({ locale, values, errors }) {
      const t = texts[locale]
      const shared = (name: keyof Values) => ({ name, value: values[name], error: errorOf(errors, name) })
      return (
        <>
          <Field {...shared("name")} label={t.name} hint={t.nameHint} maxlength={200} />
          <Field {...shared("proof")} label={t.proof} hint={t.proofHint} maxlength={300} optional />
          <Field
            {...shared("rank")}
            label={t.rank}
            hint={t.rankHint}
            inputmode="numeric"
            width="short"
            optional
          />
        </>
      )
    },
    inWords,
  })
}
