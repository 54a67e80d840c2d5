import type { FastifySchemaCompiler } from "fastify"
import type { TSchema } from "typebox"
import { Compile } from "typebox/compile"
import { Value } from "typebox/value"

/**
 * Checks each part of a request by its TypeBox schema. What comes in the address is text, read as what the schema says;
 * a body is taken as it is. What is left out gets its default.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const check = Compile(schema)
  const hasDefaults = JSON.stringify(schema).includes('"default":')
  return (given: unknown) => {
    const read = httpPart === "body" ? given : Value.Convert(schema, given)
    const value = hasDefaults ? Value.Default(schema, read) : read
    return check.Check(value) ? { value } : { error: check.Errors(value) as never }
  }
}
