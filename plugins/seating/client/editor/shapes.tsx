import type { ComponentChildren } from "preact"
import type { PlacedSeat } from "../../editing/walk.ts"
import type { Area, Point } from "../../seating-plan.ts"

/** One path for many seats: a browser draws one thing faster than a thousand. */
export function circles(seats: Iterable<Point>, radiusOf: (seat: never) => number): string {
  let path = ""
  for (const seat of seats) {
    const r = radiusOf(seat as never)
    path += `M${tenth(seat.x - r)} ${tenth(seat.y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`
  }
  return path
}

export function lines(chains: readonly (readonly Point[])[]): string {
  return chains.map((chain) => `M${chain.map(({ x, y }) => `${tenth(x)} ${tenth(y)}`).join("L")}`).join("")
}

export function tenth(value: number): number {
  return Math.round(value * 10) / 10
}

/** A stage, a standing area, a table, as the plan draws it. */
export function AreaShape({ area, chosen }: { area: Area; chosen: boolean }) {
  const look = {
    fill: area.color ?? "none",
    stroke: chosen ? undefined : (area.borderColor ?? undefined),
    class: chosen ? "plan-area plan-chosen" : "plan-area",
  }
  const turned = area.rotation ? `rotate(${area.rotation} ${area.x} ${area.y})` : undefined
  return (
    <g transform={turned}>
      <Outline area={area} look={look} />
      {area.text && (
        <text
          class={chosen && area.shape === "text" ? "plan-area-text plan-chosen-text" : "plan-area-text"}
          x={area.text.x}
          y={area.text.y}
          font-size={area.text.size}
          fill={area.text.color ?? undefined}
        >
          {area.text.text}
        </text>
      )}
    </g>
  )
}

function Outline({ area, look }: { area: Area; look: object }) {
  switch (area.shape) {
    case "rectangle":
      return <rect {...look} x={area.x} y={area.y} width={area.width} height={area.height} rx="3" />
    case "circle":
      return <circle {...look} cx={area.x} cy={area.y} r={area.radius} />
    case "ellipse":
      return <ellipse {...look} cx={area.x} cy={area.y} rx={area.radiusX} ry={area.radiusY} />
    case "polygon":
      return <polygon {...look} points={area.points.map(({ x, y }) => `${x},${y}`).join(" ")} />
    case "text":
      return null
  }
}

/** Seats by what colour they have, as one path each. */
export function groups(
  seats: readonly PlacedSeat[],
  colourOf: (seat: PlacedSeat) => string,
): Map<string, PlacedSeat[]> {
  const found = new Map<string, PlacedSeat[]>()
  for (const seat of seats) {
    const colour = colourOf(seat)
    const list = found.get(colour)
    if (list) list.push(seat)
    else found.set(colour, [seat])
  }
  return found
}

export function Layer({ by, children }: { by?: Point | undefined; children: ComponentChildren }) {
  return <g transform={by ? `translate(${by.x} ${by.y})` : undefined}>{children}</g>
}
