import type { FastifyRequest } from "fastify"
import type { ComponentChildren } from "preact"
import { Type } from "typebox"
import {
  type Column,
  DataTable,
  EmptyState,
  Filters,
  type IconName,
  LinkButton,
  ListBar,
  PageHeading,
  Pagination,
  SearchForm,
  type SortOrder,
} from "../templates/components/index.ts"
import type { Locale } from "../templates/locale.ts"
import { adminPage } from "./admin-page.tsx"
import { sendCsv } from "./csv.ts"
import type { Page } from "./list-page.ts"
import type { App } from "./plugin.ts"

/** What is asked of a list by its address. */
export interface ListRequest {
  q: string
  sort: SortOrder
  cursor: string | undefined
  limit: number
  counted: boolean
  /** The chosen value of each filter. */
  filters: Readonly<Record<string, string>>
}

/** `text` is the column in a spreadsheet; a column without one is left out there. */
export type ListColumn<Row> = Column<Row> & { text?: (row: Row) => string | number }

/** A list as one person sees it. */
export interface ListView<Row> {
  title: string
  searchLabel: string
  columns: readonly ListColumn<Row>[]
  defaultSort: SortOrder
  /** "40 séances". */
  count: (total: number) => string
  rowHref?: (row: Row) => string
  /** The first option of a filter holds when nothing was chosen. */
  filters?: readonly { name: string; label: string; options: readonly { value: string; label: string }[] }[]
  create?: { href: string; label: string } | undefined
  empty: {
    title: string
    text: string
    icon?: IconName
    action?: { href: string; label: string } | undefined
  }
}

export interface AdminList<Row> {
  /** Below `/admin/{org}`, for example "/venues"; the same with ".csv" gives the list to a spreadsheet. */
  path: string
  permission: string
  view(request: FastifyRequest): ListView<Row> | Promise<ListView<Row>>
  load(request: FastifyRequest, list: ListRequest): Promise<Page<Row>>
  notice?(request: FastifyRequest): ComponentChildren | Promise<ComponentChildren>
}

const texts = {
  fr: {
    export: "Exporter",
    nothingFound: "Aucun résultat",
    tryOther: "Essayez avec d’autres mots, ou retirez un filtre.",
    seeAll: "Tout voir",
  },
  en: {
    export: "Export",
    nothingFound: "Nothing found",
    tryOther: "Try other words, or remove a filter.",
    seeAll: "See all",
  },
} satisfies Record<Locale, unknown>

const Query = Type.Object(
  {
    q: Type.Optional(Type.String({ maxLength: 200 })),
    sort: Type.Optional(Type.String({ maxLength: 60 })),
    cursor: Type.Optional(Type.String({ maxLength: 2000 })),
  },
  { additionalProperties: Type.String({ maxLength: 200 }) },
)
type Query = { q?: string; sort?: string; cursor?: string; [filter: string]: string | undefined }

const pageRows = 50
const csvRows = 500

/** Adds a list to the back office: search, filters, order and pages by address, and the same for a spreadsheet. */
export function registerAdminList<Row>(app: App, list: AdminList<Row>): void {
  const config = { access: { permission: list.permission }, page: true } as const

  app.get(`/admin/:org${list.path}`, { config, schema: { querystring: Query } }, async (request, reply) => {
    const query = request.query as Query
    const view = await list.view(request)
    const asked = readRequest(view, query, pageRows)
    const page = await list.load(request, asked)
    const home = `/admin/${request.organisation.slug}${list.path}`
    return adminPage(
      request,
      reply,
      {
        title: view.title,
        current: list.path,
        notice: await list.notice?.(request),
        scripts: ["live-search.js"],
      },
      <ListPage {...{ view, query, asked, page, home, locale: request.locale }} />,
    )
  })

  app.get(
    `/admin/:org${list.path}.csv`,
    { config, schema: { querystring: Query } },
    async (request, reply) => {
      const view = await list.view(request)
      const asked = {
        ...readRequest(view, request.query as Query, csvRows),
        counted: false,
        cursor: undefined,
      }
      const columns = view.columns.filter((column) => column.text)
      const rows: (string | number)[][] = [columns.map((column) => column.label)]
      let cursor: string | undefined
      do {
        const page = await list.load(request, { ...asked, cursor })
        rows.push(...page.data.map((row) => columns.map((column) => column.text?.(row) ?? "")))
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      return sendCsv(reply, `${request.organisation.slug}-${list.path.split("/").at(-1)}`, rows)
    },
  )
}

function readRequest<Row>(view: ListView<Row>, query: Query, limit: number): ListRequest {
  const key = query.sort?.replace(/^-/, "")
  const sortable = view.columns.some((column) => column.sortable && column.key === key)
  const direction = query.sort?.startsWith("-") ? ("desc" as const) : ("asc" as const)
  const chosen = (view.filters ?? []).map(({ name, options }) => {
    const option = options.find(({ value }) => value === query[name]) ?? options[0]
    return [name, option?.value ?? ""] as const
  })
  return {
    q: (query.q ?? "").trim(),
    sort: sortable && key ? { key, direction } : view.defaultSort,
    cursor: query.cursor,
    limit,
    counted: true,
    filters: Object.fromEntries(chosen),
  }
}

/** An address with what is not empty. */
export function addressWith(path: string, query: Record<string, string | null | undefined>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path
}

function ListPage<Row>(props: {
  view: ListView<Row>
  query: Query
  asked: ListRequest
  page: Page<Row>
  home: string
  locale: Locale
}) {
  const { view, query, asked, page, home } = props
  const t = texts[props.locale]
  const kept = Object.fromEntries(
    ["q", "sort", ...(view.filters ?? []).map(({ name }) => name)].map((name) => [name, query[name]]),
  )
  const href = (changes: Record<string, string | null>) => addressWith(home, { ...kept, ...changes })
  const narrowed = asked.q !== "" || (view.filters ?? []).some(({ name }) => Boolean(query[name]))
  const nothing = page.data.length === 0
  return (
    <>
      <PageHeading
        title={view.title}
        actions={
          view.create && (
            <LinkButton href={view.create.href} icon="plus">
              {view.create.label}
            </LinkButton>
          )
        }
      />
      {view.filters?.map(({ name, label, options }) => (
        <Filters
          key={name}
          label={label}
          items={options.map((option) => ({
            href: href({ [name]: option === options[0] ? null : option.value }),
            label: option.label,
            current: asked.filters[name] === option.value,
          }))}
        />
      ))}
      {nothing && !narrowed ? (
        <EmptyState title={view.empty.title} icon={view.empty.icon} action={view.empty.action}>
          {view.empty.text}
        </EmptyState>
      ) : (
        <>
          <ListBar
            search={
              <SearchForm
                action={home}
                value={asked.q}
                label={view.searchLabel}
                keep={Object.fromEntries(
                  Object.entries(kept).filter(
                    (entry): entry is [string, string] => entry[0] !== "q" && Boolean(entry[1]),
                  ),
                )}
              />
            }
            count={page.total === null ? undefined : view.count(page.total)}
          >
            <LinkButton
              kind="quiet"
              size="small"
              icon="download"
              href={href({}).replace(home, `${home}.csv`)}
              download
            >
              {t.export}
            </LinkButton>
          </ListBar>
          {nothing ? (
            <EmptyState title={t.nothingFound} icon="search" action={{ href: home, label: t.seeAll }}>
              {t.tryOther}
            </EmptyState>
          ) : (
            <DataTable
              caption={view.title}
              columns={view.columns}
              rows={page.data}
              rowHref={view.rowHref}
              sort={asked.sort}
              sortHref={({ key, direction }) => href({ sort: direction === "desc" ? `-${key}` : key })}
            />
          )}
          <Pagination
            previousHref={page.previousCursor && href({ cursor: page.previousCursor })}
            nextHref={page.nextCursor && href({ cursor: page.nextCursor })}
          />
        </>
      )}
    </>
  )
}
