import { DataTable, errorOf, type FieldError, fieldId } from "../../../templates/components/index.ts"
import { sentence } from "../../../templates/format.ts"
import type { PerformanceValues, ZoneRow } from "./performance-form.ts"
import type { texts } from "./texts.ts"

type Row = ZoneRow & { at: number }

/** The zones of a performance, one a line, and what each tariff costs there. */
export function PriceGrid(props: {
  t: (typeof texts)["fr"]
  values: PerformanceValues
  tariffNames: Map<string, string>
  errors: readonly FieldError[]
}) {
  const { t, values, tariffNames, errors } = props
  const rows = values.zones.map((zone, at) => ({ ...zone, at }))
  const nameOf = (row: Row) => row.name || t.row(row.at + 1)
  return (
    <>
      {values.tariffs.map((id, at) => (
        <input type="hidden" name={`tariffs/${at}`} value={id} />
      ))}
      <DataTable
        caption={t.pricing}
        rows={rows}
        columns={[
          {
            key: "zone",
            label: t.zone,
            cell: (row) => (
              <>
                <input type="hidden" name={`zones/${row.at}/id`} value={row.id} />
                <Box
                  name={`zones/${row.at}/name`}
                  label={t.zoneOf(row.at + 1)}
                  value={row.name}
                  errors={errors}
                />
              </>
            ),
          },
          {
            key: "capacity",
            label: t.capacity,
            cell: (row) => (
              <Box
                name={`zones/${row.at}/capacity`}
                label={t.capacityOf(nameOf(row))}
                value={row.capacity}
                errors={errors}
                inputmode="numeric"
              />
            ),
          },
          ...values.tariffs.map((id, column) => ({
            key: `tariff-${column}`,
            label: tariffNames.get(id) ?? "",
            cell: (row: Row) => (
              <Box
                name={`zones/${row.at}/prices/${column}`}
                label={t.priceOf(nameOf(row), tariffNames.get(id) ?? "")}
                value={row.prices[column] ?? ""}
                errors={errors}
                inputmode="decimal"
              />
            ),
          })),
        ]}
      />
    </>
  )
}

/** A control whose label is the head of its line and column, said in full to those who hear it. */
function Box(props: {
  name: string
  label: string
  value: string
  errors: readonly FieldError[]
  inputmode?: "numeric" | "decimal"
}) {
  const id = fieldId(props.name)
  const error = errorOf(props.errors, props.name)
  return (
    <div class={error ? "field field-wrong" : "field"}>
      <input
        class="control"
        id={id}
        name={props.name}
        value={props.value}
        inputmode={props.inputmode}
        autocomplete="off"
        aria-label={props.label}
        aria-invalid={error ? "true" : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
      />
      {error && (
        <p class="wrong" id={`${id}-error`}>
          {shortly(error, props.label)}
        </p>
      )}
    </div>
  )
}

/** Beside its box, an error need not say again which box it is. */
function shortly(error: string, label: string): string {
  return error.startsWith(label) ? sentence(error.slice(label.length).replace(/^\s*:\s*/, "")) : error
}
