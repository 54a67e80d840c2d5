import type { ComponentChildren } from "preact"
import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"
import { classes } from "./classes.ts"
import { Icon } from "./icon.tsx"

export type SortOrder = { key: string; direction: "asc" | "desc" }

export type Column<Row> = {
  key: string
  label: string
  cell: (row: Row) => ComponentChildren
  /** Figures: set to the end, of equal width. */
  numeric?: boolean
  sortable?: boolean
  /** The column that names the row; it carries the row's link. The first unless said. */
  main?: boolean
  /** Left out on a phone. */
  secondary?: boolean
}

type Props<Row> = {
  /** Says what the table holds, to those who hear it. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowHref?: (row: Row) => string
  /** Buttons at the end of each row. */
  rowActions?: (row: Row) => ComponentChildren
  sort?: SortOrder
  /** The address of the same list in another order; needed for sortable columns. */
  sortHref?: (order: SortOrder) => string
  /** A line of totals under the rows, by column key. */
  foot?: Record<string, ComponentChildren>
}

/** A list of things with their properties. On a phone each row becomes a small card. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowHref,
  rowActions,
  sort,
  sortHref,
  foot,
}: Props<Row>) {
  const main = columns.find((column) => column.main) ?? columns[0]
  return (
    <div class="table-frame">
      <table class="table">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head {...{ column, sort, sortHref }} />
            ))}
            {rowActions && <td />}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {columns.map((column) => {
                const content = column.cell(row)
                const linked = column === main && rowHref ? <a href={rowHref(row)}>{content}</a> : content
                const look = { class: lookOf(column, column === main), "data-label": column.label }
                return column === main ? (
                  <th scope="row" {...look}>
                    {linked}
                  </th>
                ) : (
                  <td {...look}>{linked}</td>
                )
              })}
              {rowActions && <td class="table-actions">{rowActions(row)}</td>}
            </tr>
          ))}
        </tbody>
        {foot && (
          <tfoot>
            <tr>
              {columns.map((column) => (
                <td class={lookOf(column, column === main)} data-label={column.label}>
                  {foot[column.key]}
                </td>
              ))}
              {rowActions && <td />}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  )
}

function lookOf<Row>(column: Column<Row>, main: boolean): string | undefined {
  const look = classes(
    main && "table-main",
    column.numeric && "table-numeric",
    column.secondary && "table-secondary",
  )
  return look || undefined
}

type HeadProps<Row> = Pick<Props<Row>, "sort" | "sortHref"> & { column: Column<Row> }

function Head<Row>({ column, sort, sortHref }: HeadProps<Row>) {
  const { locale } = useScene()
  const t = texts[locale]
  const look = lookOf(column, false)
  if (!column.sortable || !sortHref) {
    return (
      <th scope="col" class={look}>
        {column.label}
      </th>
    )
  }
  const current = sort?.key === column.key ? sort.direction : null
  const next = current === "asc" ? "desc" : "asc"
  return (
    <th
      scope="col"
      class={look}
      aria-sort={current ? (current === "asc" ? "ascending" : "descending") : undefined}
    >
      <a
        class="table-sort"
        href={sortHref({ key: column.key, direction: next })}
        title={t.sortBy(column.label)}
      >
        {column.label}
        <span class={`table-order table-order-${current ?? "none"}`}>
          <Icon name="chevron" />
        </span>
      </a>
    </th>
  )
}
