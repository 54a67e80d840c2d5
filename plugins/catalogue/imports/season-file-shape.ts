import { Compile } from "typebox/compile"
import type { TLocalizedValidationError } from "typebox/error"
import { Settings } from "typebox/system"
import type { FieldError } from "../../../server/problem.ts"
import { isObject, pointerPart } from "./json-values.ts"
import { notADay, notAnInstant } from "./season-file-rules.ts"
import { type SeasonFile, SeasonFileSchema } from "./season-file-schema.ts"
import { type ImportWarning, importLimits } from "./season-import.ts"

const validator = Compile(SeasonFileSchema)

export function hasSeasonShape(body: unknown): body is SeasonFile {
  return validator.Check(body)
}

/** Where a body departs from the schema of the season file, in plain words; at most 100 places. */
export function shapeErrors(body: unknown): FieldError[] {
  if (validator.Check(body)) return []
  const { maxErrors } = Settings.Get()
  Settings.Set({ maxErrors: importLimits.errors })
  try {
    return validator.Errors(body).flatMap(plainError)
  } finally {
    Settings.Set({ maxErrors })
  }
}

const typeNames: Record<string, string> = {
  string: "a text",
  integer: "a whole number",
  number: "a number",
  object: "an object",
  array: "a list",
  null: "null",
}

function plainError(error: TLocalizedValidationError): FieldError[] {
  const path = error.instancePath
  switch (error.keyword) {
    case "required":
      return error.params.requiredProperties.map((name) => ({
        path: `${path}/${pointerPart(name)}`,
        message: "is required",
      }))
    case "type":
      return [
        {
          path,
          message: `must be ${[error.params.type]
            .flat()
            .map((type) => typeNames[type] ?? type)
            .join(" or ")}`,
        },
      ]
    case "const":
      return [{ path, message: `must be ${JSON.stringify(error.params.allowedValue)}` }]
    case "minLength":
      return [{ path, message: "must not be empty" }]
    case "maxLength":
      return [{ path, message: `must be at most ${error.params.limit} characters long` }]
    case "minItems":
      return [{ path, message: `must have at least ${error.params.limit}` }]
    case "maxItems":
      return [{ path, message: `must have at most ${error.params.limit}` }]
    case "minimum":
      return [{ path, message: `must be at least ${error.params.limit}` }]
    case "maximum":
      return [{ path, message: `must be at most ${error.params.limit}` }]
    case "format":
      return [{ path, message: error.params.format === "date" ? notADay : notAnInstant }]
    default:
      return [{ path, message: error.message }]
  }
}

type Shape = { type?: unknown; properties?: Record<string, Shape>; items?: Shape }

/** A property nobody reads is most often a misspelt one. */
export function unknownProperties(body: unknown): ImportWarning[] {
  const warnings: ImportWarning[] = []
  const visit = (value: unknown, shape: Shape, path: string): void => {
    if (warnings.length >= importLimits.errors) return
    if (shape.items && Array.isArray(value))
      for (const [index, item] of value.entries()) visit(item, shape.items, `${path}/${index}`)
    if (!shape.properties || !isObject(value)) return
    for (const key of Object.keys(value)) {
      const known = Object.hasOwn(shape.properties, key) ? shape.properties[key] : undefined
      if (known) visit(value[key], known, `${path}/${pointerPart(key)}`)
      else
        warnings.push({
          path: `${path}/${pointerPart(key)}`,
          message: "this property is unknown and was left out",
        })
    }
  }
  visit(body, SeasonFileSchema as Shape, "")
  return warnings
}
