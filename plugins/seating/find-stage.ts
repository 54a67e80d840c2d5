import { outlineOf } from "./area-outline.ts"
import { centre, directionTo, distance } from "./points.ts"
import type { Area, Point, SeatingPlan } from "./seating-plan.ts"

const stageWords =
  /\b(sc[eè]ne|stage|plateau|b[uü]hne|podium|escenario|palcoscenico|podio|[eé]cran|screen)\b/iu

/** Where the audience looks: the middle of the stage's edge nearest to it, in the plan's coordinates. */
export function findStage(plan: SeatingPlan): Point {
  const audience = centre(plan.seats)
  const stage = plan.areas.find((area) => area.text && stageWords.test(area.text.text.normalize("NFC")))
  if (stage) return edgeTowards(stage, audience)
  return beforeFrontRow(plan) ?? { x: audience.x, y: Math.min(...plan.seats.map((seat) => seat.y)) - 1 }
}

function edgeTowards(stage: Area, audience: Point): Point {
  const outline = outlineOf(stage)
  const middle = outline.length > 0 ? centre(outline) : { x: stage.x, y: stage.y }
  const inwards = directionTo(middle, audience)
  if (!inwards || outline.length === 0) return middle
  const edges = outline.map((point, index) => centre([point, outline[(index + 1) % outline.length] ?? point]))
  const depth = (edge: Point) => (edge.x - middle.x) * inwards.x + (edge.y - middle.y) * inwards.y
  return edges.reduce((best, edge) => (depth(edge) > depth(best) + 1e-9 ? edge : best))
}

/** Without a stage in the plan, the row whose name comes first is taken for the front one, and the stage for before it. */
function beforeFrontRow(plan: SeatingPlan): Point | null {
  const sizes = plan.sections.map((_, index) => plan.rows.filter((row) => row.sectionIndex === index).length)
  const largest = sizes.indexOf(Math.max(...sizes))
  const rows = plan.rows
    .filter((row) => row.sectionIndex === largest && row.to > row.from)
    .map((row) => ({ name: row.name, at: centre(plan.seats.slice(row.from, row.to)) }))
    .toSorted((a, b) => compareRowNames(a.name, b.name))
  const [front] = rows
  if (!front) return null
  const others = rows.slice(1).map((row) => row.at)
  const forwards = others.length > 0 ? directionTo(centre(others), front.at) : null
  if (!forwards) return null
  const pitch = Math.min(...others.map((at) => distance(at, front.at)).filter((away) => away > 0))
  return { x: front.at.x + forwards.x * pitch, y: front.at.y + forwards.y * pitch }
}

/** 2 before 10, Z before AA, and row 1 or A before what has no such name. */
function compareRowNames(a: string, b: string): number {
  const order = rowOrder(a) - rowOrder(b)
  return Number.isNaN(order) || order === 0 ? a.localeCompare(b, "fr", { numeric: true }) : order
}

function rowOrder(name: string): number {
  if (/^\d{1,6}$/.test(name)) return Number(name)
  if (/^[a-z]{1,2}$/i.test(name))
    return [...name.toUpperCase()].reduce((order, letter) => order * 26 + letter.charCodeAt(0) - 64, 0)
  return Number.POSITIVE_INFINITY
}
