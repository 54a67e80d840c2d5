import { readInstant } from "../imports/read-instant.ts"
import { broken, refusal } from "../rules.ts"
import type { PerformanceAnswer, PerformanceBody } from "../schemas.ts"
import type { PerformanceDetails, PerformanceInput } from "./performance.ts"

/** What a program sent, with its times read. @throws 422 invalid_request */
export function inputOf(body: PerformanceBody): PerformanceInput {
  const startsAt = instant("/startsAt", body.startsAt)
  return {
    ref: body.ref,
    eventId: body.eventId,
    venueId: body.venueId,
    startsAt: startsAt ?? new Date(Number.NaN),
    endsAt: instant("/endsAt", body.endsAt),
    doorsAt: instant("/doorsAt", body.doorsAt),
    onSaleFrom: instant("/onSaleFrom", body.onSaleFrom),
    onSaleUntil: instant("/onSaleUntil", body.onSaleUntil),
    maxPerOrder: body.maxPerOrder,
    seatingVersionId: body.seatingVersionId ?? null,
    zones: body.zones.map(({ id, ref, name, capacity, prices }) => ({
      ...{ id, ref, name, capacity },
      prices: prices.map(({ tariffId, amount }) => ({ tariffId, amount })),
    })),
  }
}

/** An RFC 3339 time at a place of the input. @throws 422 invalid_request */
export function instant(path: string, text: string | null | undefined): Date | undefined {
  if (text === null || text === undefined) return undefined
  const time = readInstant(text)
  if (!time) throw refusal(broken(path, "not_a_time"))
  return time
}

/** A performance as the API gives it. */
export function answerOf(performance: PerformanceDetails): PerformanceAnswer {
  const { startsAt, endsAt, doorsAt, onSaleFrom, onSaleUntil } = performance
  return {
    id: performance.id,
    ref: performance.ref,
    eventId: performance.eventId,
    venueId: performance.venueId,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    doorsAt: doorsAt?.toISOString() ?? null,
    onSaleFrom: onSaleFrom?.toISOString() ?? null,
    onSaleUntil: onSaleUntil?.toISOString() ?? null,
    maxPerOrder: performance.maxPerOrder,
    status: performance.status,
    seatingVersionId: performance.seatingVersionId,
    zones: performance.zones.map(({ id, ref, name, capacity, prices }) => ({
      ...{ id, ref, name, capacity },
      prices: prices.map((price) => ({ id: price.id, tariffId: price.tariffId, amount: price.amount })),
    })),
  }
}

/** A performance with all that is needed to make it again. */
export function bodyOf(performance: PerformanceDetails): PerformanceBody {
  const { id: _, status: __, zones, ...rest } = answerOf(performance)
  return {
    ...rest,
    zones: zones.map(({ ref, name, capacity, prices }) => ({
      ...{ ref, name, capacity },
      prices: prices.map(({ tariffId, amount }) => ({ tariffId, amount })),
    })),
  }
}
