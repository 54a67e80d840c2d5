import type { PlanDraft } from "../../draft.ts"
import { lost, plain } from "../../editing/palette.ts"
import type { PlacedSeat, Selection } from "../../editing/walk.ts"
import { colourOf, normalisePlan } from "../../normalise-plan.ts"
import type { PlanFile } from "../../plan-file.ts"
import { centre, directionTo } from "../../points.ts"
import type { Area, Point } from "../../seating-plan.ts"
import type { Mode } from "./editor.ts"
import { memo } from "./memo.ts"
import { hallOf, indexOf } from "./plan-index.ts"
import { AreaShape, circles, groups, Layer, lines } from "./shapes.tsx"
import type { Size, View } from "./view.ts"

const areas = new WeakMap<PlanFile, { area: Area; uuid: string }[]>()

/** The areas of a plan as they are drawn, with what the file calls them. */
export function drawnAreas(file: PlanFile): { area: Area; uuid: string }[] {
  const known = areas.get(file)
  if (known) return known
  const found = file.zones.flatMap((zone) =>
    (zone.areas ?? []).flatMap((one) => {
      const alone = { ...file, zones: [{ ...zone, rows: [], areas: [one] }] }
      return normalisePlan(alone).areas.map((area) => ({ area, uuid: one.uuid ?? "" }))
    }),
  )
  areas.set(file, found)
  return found
}

interface Drawn {
  draft: PlanDraft
  selection: Selection
  mode: Mode
}

/** Everything that is not chosen: it stays as it is while what is chosen is dragged. */
export const StillLayer = memo(({ draft: { file, hall }, selection, mode }: Drawn) => {
  const { seats } = indexOf(file)
  const rest = seats.filter(({ seat }) => !selection.seats.has(seat.seat_guid))
  return (
    <>
      {drawnAreas(file).map(
        ({ area, uuid }) => !selection.areas.has(uuid) && <AreaShape key={uuid} area={area} chosen={false} />,
      )}
      <Seats file={file} seats={rest} colours={coloursOf(mode, file, hall)} />
    </>
  )
})

/** What is chosen, `by` so far from where it was. */
export function ChosenLayer({
  draft: { file, hall },
  selection,
  mode,
  by,
}: Drawn & { by?: Point | undefined }) {
  const { byGuid, radiusOf } = indexOf(file)
  const seats = [...selection.seats].flatMap((guid) => byGuid.get(guid) ?? [])
  return (
    <Layer by={by}>
      {drawnAreas(file).map(
        ({ area, uuid }) => selection.areas.has(uuid) && <AreaShape key={uuid} area={area} chosen />,
      )}
      <Seats file={file} seats={seats} colours={coloursOf(mode, file, hall)} />
      <path class="plan-halo" d={circles(seats, (seat: PlacedSeat) => radiusOf(seat) + 1.5)} />
    </Layer>
  )
}

function Seats(props: { file: PlanFile; seats: PlacedSeat[]; colours: (seat: PlacedSeat) => string }) {
  const { radiusOf } = indexOf(props.file)
  const special = props.seats.filter(({ seat }) => (seat.features ?? []).length > 0)
  return (
    <>
      {[...groups(props.seats, props.colours)].map(([colour, seats]) => (
        <path key={colour} class="plan-seats" fill={colour} d={circles(seats, radiusOf as never)} />
      ))}
      <path class="plan-special" d={circles(special, (seat: PlacedSeat) => radiusOf(seat) * 0.45)} />
    </>
  )
}

/** From the best to the least good. */
const heat = ["#1b3a5c", "#27567f", "#3a739f", "#5a90b4", "#80abc5", "#a5c3d3", "#c9d9e0", "#e6ebec"]

function coloursOf(mode: Mode, file: PlanFile, hall: PlanDraft["hall"]): (seat: PlacedSeat) => string {
  if (mode === "ranks") {
    const { ranks } = hallOf(file, hall)
    const rankOf = new Map(ranks.map((guid, rank) => [guid, rank]))
    return ({ seat }) =>
      heat[Math.floor((heat.length * (rankOf.get(seat.seat_guid) ?? 0)) / (ranks.length || 1))] ?? lost
  }
  const colours = new Map(file.categories.map(({ name, color }) => [name, colourOf(color) ?? plain]))
  return ({ seat }) => colours.get(seat.category) ?? lost
}

/** The names of rows at their ends, and the numbers of the seats that are large enough to read. */
export const Labels = memo((props: { file: PlanFile; view: View; size: Size; numbers: boolean }) => {
  const { file, view, size } = props
  const { seats, radiusOf } = indexOf(file)
  const see = ({ x, y }: Point) =>
    x > view.x - 30 &&
    y > view.y - 30 &&
    x < view.x + size.width / view.scale + 30 &&
    y < view.y + size.height / view.scale + 30
  const readable = props.numbers && view.scale >= 0.9
  const seen = readable ? seats.filter((seat) => radiusOf(seat) * view.scale > 8 && see(seat)) : []
  return (
    <g class="plan-labels">
      {view.scale > 0.35 &&
        rowLabels(file).map((label, index) => see(label) && <RowLabel key={index} {...label} />)}
      {seen.length <= 600 &&
        seen.map((seat) => (
          <text
            key={seat.seat.seat_guid}
            class="plan-number"
            x={seat.x}
            y={seat.y}
            font-size={radiusOf(seat) * 0.95}
          >
            {seat.seat.seat_number}
          </text>
        ))}
    </g>
  )
})

type Label = Point & { text: string; anchor: "start" | "middle" | "end" }
const rowLabelsOf = new WeakMap<PlanFile, Label[]>()

function RowLabel({ text, x, y, anchor }: Label) {
  return (
    <text class={`plan-row-name plan-row-name-${anchor}`} x={x} y={y} font-size="11">
      {text}
    </text>
  )
}

function rowLabels(file: PlanFile): Label[] {
  const known = rowLabelsOf.get(file)
  if (known) return known
  const { seats, radiusOf } = indexOf(file)
  const rows = new Map<unknown, PlacedSeat[]>()
  for (const seat of seats) rows.set(seat.row, [...(rows.get(seat.row) ?? []), seat])
  const labels = [...rows.values()].flatMap((row) => {
    const [first] = row
    const last = row.at(-1)
    const at = first?.row.row_number_position
    if (!first || !last || !at || !first.row.row_number) return []
    const { row_number: text } = first.row
    const beyond = (from: PlacedSeat, to: PlacedSeat | undefined, side: number): Label => {
      const way = (to && directionTo(to, from)) ?? { x: side, y: 0 }
      const far = radiusOf(from) + 5
      const anchor = way.x > 0.5 ? "start" : way.x < -0.5 ? "end" : "middle"
      return { text, anchor, x: from.x + way.x * far, y: from.y + way.y * far }
    }
    const outermost = (side: number) =>
      row.reduce((most, seat) => (side * (seat.x - most.x) > 0 ? seat : most))
    switch (at) {
      case "left":
        return [beyond(outermost(-1), undefined, -1)]
      case "right":
        return [beyond(outermost(1), undefined, 1)]
      case "end":
        return [beyond(last, row.at(-2), 1)]
      case "both":
        return [beyond(first, row[1], -1), beyond(last, row.at(-2), 1)]
      default:
        return [beyond(first, row[1], -1)]
    }
  })
  rowLabelsOf.set(file, labels)
  return labels
}

/** Who sits beside whom, and who right behind. */
export const Neighbours = memo(
  ({ draft: { file, hall }, showBehind }: { draft: PlanDraft; showBehind: boolean }) => {
    const { byGuid } = indexOf(file)
    const { blocks, behind } = hallOf(file, hall)
    const at = (guid: string) => byGuid.get(guid) ?? []
    const links = behind.flatMap((pair) => {
      const ends = pair.flatMap(at)
      return ends.length === 2 ? [ends] : []
    })
    return (
      <g class="plan-links">
        {showBehind && <path class="plan-behind" d={lines(links)} />}
        <path
          class="plan-chain"
          d={lines(blocks.map((block) => block.flatMap(at)).filter(({ length }) => length > 1))}
        />
      </g>
    )
  },
)

/** The link between two seats beside each other that is nearest to a point, if one is near. */
export function linkAt({ file, hall }: PlanDraft, point: Point, reach: number): [string, string] | null {
  const { byGuid } = indexOf(file)
  let found: [string, string] | null = null
  let best = reach
  for (const block of hallOf(file, hall).blocks)
    for (let index = 1; index < block.length; index++) {
      const [a, b] = [block[index - 1] as string, block[index] as string]
      const [one, two] = [byGuid.get(a), byGuid.get(b)]
      if (!one || !two) continue
      const middle = centre([one, two])
      const away = Math.hypot(middle.x - point.x, middle.y - point.y)
      if (away < best) {
        best = away
        found = [a, b]
      }
    }
  return found
}
