import type { PlanFile } from "./plan-file.ts"
import type { SeatFeature } from "./seat-features.ts"

export interface Point {
  x: number
  y: number
}

/** One seat of a plan; coordinates are the plan's own, absolute, with y growing downwards. */
export interface Seat {
  guid: string
  /** Short name a spectator reads: "A-12". */
  label: string
  row: string
  number: string
  /** The words the plan's author wrote for this seat ("Rangée A, fauteuil 12"), if any. */
  longLabel: string | null
  /** The part of the hall: a zone of the plan file. */
  section: string
  /** The price area: a category of the plan file. */
  category: string
  x: number
  y: number
  radius: number
  features: SeatFeature[]
  /** Index into `SeatingPlan.rows`. */
  rowIndex: number
}

/** A row as the file groups it: seats `from` to `to` (excluded) of the plan. */
export interface Row {
  name: string
  sectionIndex: number
  /** Where its name is drawn: beside its first seat, its last, both; or on a side of the drawing. */
  numberAt: "start" | "end" | "both" | "left" | "right" | null
  from: number
  to: number
}

export interface AreaText {
  text: string
  x: number
  y: number
  color: string | null
  size: number
}

export type AreaShape =
  | { shape: "rectangle"; width: number; height: number }
  | { shape: "circle"; radius: number }
  | { shape: "ellipse"; radiusX: number; radiusY: number }
  | { shape: "polygon"; points: Point[] }
  | { shape: "text" }

/** Stage, bar, standing area, table: drawn, never sold by the seat. Turned by `rotation` degrees around (x, y). */
export type Area = AreaShape & {
  sectionIndex: number
  x: number
  y: number
  rotation: number
  color: string | null
  borderColor: string | null
  text: AreaText | null
  /** So many people may stand there, at the price of a category that has no seats. */
  standing: { capacity: number; category: string } | null
}

export interface SeatingPlan {
  name: string
  size: { width: number; height: number }
  categories: { name: string; color: string | null }[]
  sections: { name: string }[]
  rows: Row[]
  /** In the order of the file. */
  seats: Seat[]
  areas: Area[]
  /** The file it was read from, whole: what is stored and exported. */
  file: PlanFile
}
