import { DateTime } from "luxon"

const rfc3339 =
  /^(\d{4})-\d\d-\d\d[T ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

/**
 * The instant an RFC 3339 time names, or null when it is not one: no offset, no such day, a leap second, or a year
 * that no programme has (before 1900, after 2199).
 */
export function readInstant(text: string): Date | null {
  const upper = text.length > 40 ? "" : text.toUpperCase()
  const year = Number(rfc3339.exec(upper)?.[1])
  if (!(year >= 1900 && year < 2200)) return null
  const time = DateTime.fromISO(upper.replace(" ", "T"))
  return time.isValid ? time.toJSDate() : null
}
