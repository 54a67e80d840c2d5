import { escposEncoder, escposManners } from "./escpos.ts"
import { fglEncoder } from "./fgl.ts"
import { isStockFamily } from "./printer.ts"
import type { Slip } from "./slip.ts"
import type { Printer } from "./tables.ts"
import type { Manners } from "./talk.ts"

/** What speaks to a printer in its language. */
export interface PrinterEncoder {
  paper(slip: Slip): Uint8Array
  /** How it is asked whether a paper is out; undefined: nobody asks this kind. */
  manners: Manners | undefined
}

export async function encoderOf(
  printer: Pick<Printer, "kind" | "family" | "columns" | "width_mm" | "length_mm" | "dpi">,
): Promise<PrinterEncoder> {
  const family = printer.family as Parameters<typeof isStockFamily>[0]
  if (printer.kind === "fgl") {
    const { width_mm: widthMm, length_mm: lengthMm, dpi } = printer
    const letters = isStockFamily(family) ? family : "ascii"
    return { paper: await fglEncoder({ widthMm, lengthMm, dpi, letters }), manners: undefined }
  }
  const paper = await escposEncoder({ columns: printer.columns, family: printer.family as never })
  return { paper, manners: escposManners }
}
