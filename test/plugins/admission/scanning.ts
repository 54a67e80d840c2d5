import { makePerformance, type PerformanceOptions, type TestApp } from "../../harness.ts"
import { buy, readOrder } from "../../support/shopping.ts"

export const minutes = (count: number) => new Date(Date.now() + count * 60_000)

export interface Presented {
  result: string
  admittedAt?: string
  ticket?: { number: string; event: string; zone: string; tariff: string; proof?: string }
  line: string
  show: string | null
}

/** A performance whose doors are open, with tickets sold for it. */
export async function openPerformance(
  test: Pick<TestApp, "app" | "organisation">,
  options: PerformanceOptions & { quantity?: number } = {},
) {
  const performance = await makePerformance(test.app, test.organisation, {
    startsAt: minutes(30),
    ...options,
  })
  const { order } = await buy(test.app, performance, {
    quantity: options.quantity ?? 1,
    org: test.organisation.slug,
  })
  const { tickets } = await readOrder(test.app, order.token)
  const [ticket] = tickets
  if (!ticket) throw new Error("no ticket was issued")
  return { ...performance, ticket, tickets, order }
}

/** Presents a code at the door, in English. */
export function present(
  { app, as }: Pick<TestApp, "app" | "as">,
  body: object,
  headers: Record<string, string> = as("door"),
) {
  return app.inject({
    method: "POST",
    url: "/api/v1/organisations/theatre/scans",
    headers: { "accept-language": "en", ...headers },
    payload: body,
  })
}
