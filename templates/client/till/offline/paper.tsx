import { Qr } from "../../../components/qr.tsx"
import { formatDate, formatPrice, formatTime } from "../../../format.ts"
import type { OwnSale } from "./kept.ts"
import type { OfflineWords } from "./words.ts"

/** The tickets of a sale as the browser prints them, one page each. On the screen there is nothing of it. */
export function PaperTickets({ sale, t, locale }: { sale: OwnSale; t: OfflineWords; locale: "fr" | "en" }) {
  const { paper } = sale
  return (
    <div class="till-paper" aria-hidden="true" data-sale={sale.number}>
      {sale.tickets.map((ticket) => {
        const reading = { locale, timeZone: ticket.timezone }
        return (
          <article>
            <p>{paper.organiser}</p>
            <h2>{ticket.title}</h2>
            <p>
              <strong>{formatDate(new Date(ticket.startsAt), reading)}</strong>
              {ticket.doorsAt && ` · ${t.doors(formatTime(new Date(ticket.doorsAt), reading))}`}
            </p>
            <p>{[ticket.venue, ticket.address].filter(Boolean).join(", ")}</p>
            <p>
              <strong>{[ticket.zone, ticket.seat].filter(Boolean).join(" · ")}</strong>
            </p>
            <p>
              {ticket.tariff} · <strong>{formatPrice(ticket.amount, paper.currency, locale)}</strong>
            </p>
            {ticket.proof && <p>{t.bring(ticket.proof)}</p>}
            <Qr data={ticket.code} alphanumeric label={t.code} size={180} />
            <p>{t.show}</p>
            <p>{t.ticketNumber(ticket.number)}</p>
            <p>{t.offlineSale(sale.till, sale.number)}</p>
            <small>
              {[
                paper.licences.length > 0 && t.licence(paper.licences.join(", ")),
                paper.siret && t.siret(paper.siret),
                paper.address,
              ]
                .filter(Boolean)
                .join(" · ")}
            </small>
            <small>{paper.conditions}</small>
          </article>
        )
      })}
    </div>
  )
}
