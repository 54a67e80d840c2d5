import { isObject, pointerPart } from "./json-values.ts"

/** A field of a record: the value as found, and its JSON pointer in the export. */
export interface AgendaField {
  path: string
  value: unknown
}

export interface AgendaRecord {
  path: string
  /** The first of the names that has a value; when none has, the path of the first. A dot goes into an object. */
  field(...names: string[]): AgendaField
}

/**
 * The records of an agenda export, or null when the body is none: Opendatasoft (`records: [{fields}]`,
 * `records: [{record: {fields}}]`, `results: [...]`, a bare list), GeoJSON features, OpenAgenda (`events: [...]`).
 */
export function agendaRecords(body: unknown): AgendaRecord[] | null {
  if (Array.isArray(body)) return body.map((item: unknown, index) => recordOf(item, `/${index}`))
  if (!isObject(body)) return null
  for (const key of ["records", "results", "events", "features"]) {
    const list = own(body, key)
    if (Array.isArray(list)) return list.map((item: unknown, index) => recordOf(item, `/${key}/${index}`))
  }
  return null
}

function recordOf(item: unknown, path: string): AgendaRecord {
  const wrapping = [["fields"], ["record", "fields"], ["properties"], []].find((keys) =>
    isObject(dig(item, keys)),
  )
  const fields = dig(item, wrapping ?? [])
  const base = [path, ...(wrapping ?? [])].join("/")
  return {
    path,
    field(...names) {
      for (const name of names) {
        const value = dig(fields, name.split("."))
        if (!isBlank(value)) return { path: pointer(base, name), value }
      }
      return { path: pointer(base, names[0] ?? ""), value: undefined }
    },
  }
}

function dig(value: unknown, keys: string[]): unknown {
  return keys.reduce((inner: unknown, key) => (isObject(inner) ? own(inner, key) : undefined), value)
}

function own(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && !value.trim())
}

function pointer(base: string, name: string): string {
  return [base, ...name.split(".").map(pointerPart)].join("/")
}
