import type { FastifyRequest } from "fastify"
import { DateTime, Facts, Section } from "../../templates/components/index.ts"
import type { Order } from "../orders/tables.ts"
import { texts } from "./texts.ts"

/** Which tickets of an order came in, on its page in the back office. */
export async function entriesPanel({ db, locale }: FastifyRequest, order: Order) {
  const t = texts[locale]
  if (order.status !== "paid") return null
  const entries = await db
    .selectFrom("entries")
    .innerJoin("tickets", "tickets.id", "entries.ticket_id")
    .innerJoin("performances", "performances.id", "entries.performance_id")
    .innerJoin("venues", "venues.id", "performances.venue_id")
    .select(["tickets.number", "entries.admitted_at", "entries.gate", "venues.timezone"])
    .where("tickets.order_id", "=", order.id)
    .where("entries.withdrawn_at", "is", null)
    .orderBy("tickets.position")
    .orderBy("entries.place")
    .execute()
  return (
    <Section title={t.entries}>
      {entries.length === 0 && <p>{t.noEntry}</p>}
      <Facts
        items={entries.map(({ number, admitted_at, gate, timezone }) => ({
          label: t.ticketIn(number),
          value: (
            <>
              <DateTime at={admitted_at} timeZone={timezone} start />
              {gate && t.byGate(gate)}
            </>
          ),
        }))}
      />
    </Section>
  )
}
