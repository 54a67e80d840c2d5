import { formatMoney } from "../../../templates/format.ts"
import type { PrintedTicket, TicketSheet } from "../ticket-sheet.ts"
import { fitLine, fitText } from "./fit-text.ts"
import { grey, ink } from "./palette.ts"
import { clean } from "./set-text.ts"
import { texts } from "./sheet-texts.ts"
import { type Layer, stackHeight } from "./stack.ts"

/**
 * Smaller and smaller until all is there: first beside the code alone, then down to the edge of the quarter. What is
 * too long for that is cut.
 */
const steps = [
  { scale: 1, lines: 3, tall: false },
  { scale: 0.95, lines: 3, tall: false },
  { scale: 0.9, lines: 3, tall: false },
  { scale: 0.9, lines: 3, tall: true },
  { scale: 0.84, lines: 3, tall: true },
  { scale: 0.78, lines: 3, tall: true },
  { scale: 0.72, lines: 3, tall: true },
  { scale: 0.72, lines: 2, tall: true, cut: true },
  { scale: 0.72, lines: 1, tall: true, cut: true },
]

/**
 * Zone, seat, tariff and price, beside the code. They never need more than `height`; the price, largest, goes down to
 * `wished` where that leaves room above it.
 */
export function ticketDetails(
  sheet: TicketSheet,
  ticket: PrintedTicket,
  room: { width: number; height: number; wished: number },
): Layer[] {
  const t = texts[sheet.locale]
  const price = ticket.amount === 0 ? t.free : formatMoney(ticket.amount, ticket.currency, sheet.locale)
  const details = [
    { label: t.zone, value: ticket.zoneName },
    { label: t.seat, value: ticket.seat?.label ?? "" },
    { label: t.tariff, value: ticket.tariffName, note: ticket.proof ? t.proof(clean(ticket.proof)) : "" },
  ].filter(({ value }) => clean(value) !== "")

  for (const step of steps) {
    const { scale, lines } = step
    const set = (words: string, face: "strong" | "text", size: number, gap: number): Layer => ({
      text: fitText(words, {
        face,
        sizes: [size],
        width: room.width,
        height: lines * size * 1.16,
        leading: 1.16,
      }),
      colour: face === "strong" ? ink : grey,
      gap,
    })
    const small = 7 * Math.max(scale, 0.85)
    const above = details.flatMap(({ label, value, note }) => [
      set(label, "text", small, 12 * scale),
      set(value, "strong", 11 * scale, 5 * scale),
      set(note ?? "", "text", small, 4.5 * scale),
    ])
    const label = set(t.price, "text", small, 12 * scale)
    const paid = {
      text: fitLine(price, "title", [22 * scale, 18 * scale, 14 * scale], room.width),
      colour: ink,
      gap: 5.5 * scale,
    }
    const all = [...above, label, paid]
    const height = stackHeight(all)
    const fits = height <= (step.tall ? room.height : room.wished)
    if (fits && (step.cut || all.every(({ text }) => text.whole))) {
      return [...above, { ...label, gap: label.gap + Math.max(0, room.wished - height) }, paid]
    }
  }
  throw new Error("one line of each detail always fits")
}
