import { type TSchema, Type } from "typebox"
import { PageQuery } from "./list-page.ts"

/** The same, or null. */
export function OrNull<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()])
}

/** The address of one thing of an organisation. */
export const ThingParams = Type.Object({
  org: Type.String(),
  id: Type.String({ pattern: "^[1-9][0-9]{0,17}$" }),
})

/** The part of the address that says what to list. */
export const ListQuery = Type.Object({
  ...PageQuery.properties,
  q: Type.Optional(Type.String({ maxLength: 200, description: "words to find, in any order" })),
})

/** A list as the API gives it. */
export function ListAnswer<Item extends TSchema>(item: Item) {
  return Type.Object({ data: Type.Array(item), nextCursor: OrNull(Type.String()) })
}
