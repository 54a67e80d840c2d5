import { Type } from "typebox"
import type { FormBody } from "./form-reader.ts"

/** The body of a page's form, which its page reads field by field: see FormReader. */
export const FormFields = Type.Unsafe<FormBody>(
  Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String())])),
)

/** The address of a page about one thing. */
export const PageParams = Type.Object({
  org: Type.String(),
  id: Type.String({ pattern: "^[1-9][0-9]{0,17}$" }),
})

/** The page after something was done says what: `?done=saved`. */
export const DoneQuery = Type.Object({ done: Type.Optional(Type.String({ maxLength: 40 })) })
