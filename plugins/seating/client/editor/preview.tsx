import { placesOfRows } from "../../editing/add-rows.ts"
import { placesOfTable } from "../../editing/add-table.ts"
import { boxOf } from "../../editing/areas.ts"
import { plus } from "../../editing/walk.ts"
import type { Point } from "../../seating-plan.ts"
import { type Gesture, rowsInFrame } from "./gestures.ts"
import { circles } from "./shapes.tsx"
import { useEditor } from "./use-editor.ts"

/** What will be there when the button is let go of. */
export function Preview({ gesture, corners }: { gesture: Gesture | null; corners: readonly Point[] }) {
  const { state } = useEditor()
  const { tool, view } = state
  if (corners.length > 0)
    return (
      <polygon
        class="plan-preview"
        stroke-width={1.5 / view.scale}
        points={corners.map(({ x, y }) => `${x},${y}`).join(" ")}
      />
    )
  if (gesture?.kind === "frame")
    return <rect class="plan-frame" stroke-width={1.5 / view.scale} {...boxOf([gesture.from, gesture.to])} />
  if (gesture?.kind !== "draw") return null
  const { from, to } = gesture
  if (tool === "rows") {
    const { at, rows, seats } = rowsInFrame(from, to, state.rows)
    const places = placesOfRows({ ...state.rows, at, rows, seats }).flatMap((row) => row.seats)
    return (
      <>
        <path class="plan-preview-seats" d={circles(places, () => state.rows.radius)} />
        <text class="plan-count" x={to.x} y={to.y} font-size={14 / view.scale} dx={12 / view.scale}>
          {`${rows} × ${seats} = ${rows * seats}`}
        </text>
      </>
    )
  }
  if (tool === "table") {
    const { places } = placesOfTable(state.table)
    return (
      <path
        class="plan-preview-seats"
        d={circles(
          places.map((at) => plus(at, to)),
          () => state.table.radius,
        )}
      />
    )
  }
  const { x, y, width, height } = boxOf([from, to])
  return state.area.shape === "ellipse" ? (
    <ellipse
      class="plan-preview"
      stroke-width={1.5 / view.scale}
      cx={x + width / 2}
      cy={y + height / 2}
      rx={width / 2}
      ry={height / 2}
    />
  ) : (
    <rect class="plan-preview" stroke-width={1.5 / view.scale} {...{ x, y, width, height }} />
  )
}
