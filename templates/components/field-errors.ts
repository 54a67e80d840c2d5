/** One thing to put right: `path` is the field's name, or a JSON pointer to it ("/customer/email"). */
export type FieldError = { path: string; message: string }

/** The id of a field's control, from its name: the same in the field and in the error summary. */
export function fieldId(name: string): string {
  return `field-${(name.match(/[a-zA-Z0-9_-]+/g) ?? []).join("-")}`
}

/** The message for one field, if it has one. */
export function errorOf(errors: readonly FieldError[] | undefined, name: string): string | undefined {
  return errors?.find((error) => fieldId(error.path) === fieldId(name))?.message
}
