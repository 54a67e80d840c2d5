import type { PrintedTicket } from "../ticket-sheet.ts"
import { fitText } from "./fit-text.ts"
import { grey, ink } from "./palette.ts"
import { type Layer, stackHeight } from "./stack.ts"

const sizes = [58, 50, 44, 40, 38, 36, 33, 30, 27, 24, 22, 20, 18, 16, 14.5, 13, 12, 11, 10, 9]
/** Keeps the subtitle clear of the descenders of the title. */
const gapUnder = (size: number) => 7 + size * 0.22

/** The title of the event as large as the room allows, and its subtitle, which has at least a third of the room. */
export function titleLayers(ticket: PrintedTicket, width: number, height: number): Layer[] {
  const subtitleIn = (room: number) =>
    fitText(ticket.eventSubtitle ?? "", {
      face: "italic",
      sizes: [14, 13, 12, 11, 10, 9],
      width,
      height: Math.max(0, room),
      leading: 1.16,
      balanced: 0.5,
    })
  const wished = stackHeight([{ text: subtitleIn(height / 3), colour: grey, gap: 0 }])
  const text = fitText(ticket.eventTitle, {
    face: "title",
    sizes,
    width,
    height: (size) => height - (wished > 0 ? wished + gapUnder(size) : 0),
    leading: (size) => (size < 24 ? 1.13 : 1.03),
    balanced: 0.5,
  })
  const title = { text, colour: ink, gap: 0 }
  const gap = gapUnder(text.size)
  return [title, { text: subtitleIn(height - stackHeight([title]) - gap), colour: grey, gap }]
}
