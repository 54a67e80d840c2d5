import { create } from "qrcode"

type Props = {
  data: string
  label: string
  /** Refuses what is not of the small alphabet of ticket codes, and makes the smallest code of what is. */
  alphanumeric?: boolean
  size?: number
}

/** A QR code of level M as a picture, black whatever the theme; the white around it is for the place where it stands. */
export function Qr({ data, label, alphanumeric = false, size = 224 }: Props) {
  const { modules } = create(alphanumeric ? [{ data, mode: "alphanumeric" }] : data, {
    errorCorrectionLevel: "M",
  })
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${modules.size} ${modules.size}`}
      width={size}
      height={size}
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
