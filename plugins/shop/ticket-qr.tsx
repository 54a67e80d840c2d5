import { create } from "qrcode"

/**
 * The code of a ticket as a QR of level M in alphanumeric mode, black whatever the theme; the white around it is the
 * card's. Throws when the code has a character outside that mode.
 */
export function TicketQr({ code, label }: { code: string; label: string }) {
  const { modules } = create([{ data: code, mode: "alphanumeric" }], { errorCorrectionLevel: "M" })
  return (
    <svg
      viewBox={`0 0 ${modules.size} ${modules.size}`}
      width="224"
      height="224"
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <path d={outline(modules)} fill="#000" />
    </svg>
  )
}

interface Modules {
  size: number
  get(row: number, column: number): number
}

/** Each run of dark modules in a row as one rectangle. */
function outline(modules: Modules): string {
  let path = ""
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++) {
      if (!modules.get(row, column)) continue
      const from = column
      while (column < modules.size && modules.get(row, column)) column++
      path += `M${from} ${row}h${column - from}v1h${from - column}z`
    }
  return path
}
