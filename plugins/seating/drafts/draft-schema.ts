import { Type } from "typebox"
import { PlanFileSchema } from "../plan-file.ts"
import { planLimits } from "../plan-limits.ts"

const far = planLimits.coordinate
const Coordinate = Type.Number({ minimum: -far, maximum: far })
const Guid = Type.String({ minLength: 1, maxLength: planLimits.name })
const Pairs = Type.Array(Type.Tuple([Guid, Guid]), { maxItems: 2 * planLimits.seats })

const HallEditsSchema = Type.Object(
  {
    stage: Type.Union([Type.Object({ x: Coordinate, y: Coordinate }), Type.Null()]),
    cuts: Pairs,
    joins: Pairs,
    behind: Pairs,
    notBehind: Pairs,
    better: Type.Record(Guid, Type.Integer({ minimum: -40, maximum: 40 })),
  },
  {
    title: "HallEdits",
    description:
      "What differs from the neighbours and ranks that the plan's geometry suggests; seats by their guid.",
  },
)

const TraceSchema = Type.Object({
  x: Coordinate,
  y: Coordinate,
  scale: Type.Number({ exclusiveMinimum: 0, maximum: 1000 }),
  opacity: Type.Number({ minimum: 0, maximum: 1 }),
})

const parts = {
  hall: HallEditsSchema,
  trace: Type.Union([TraceSchema, Type.Null()]),
}

export const DraftSchema = Type.Object(
  {
    revision: Type.Integer({ minimum: 0, description: "Of the draft that was changed" }),
    file: PlanFileSchema,
    ...parts,
  },
  { title: "SeatingPlanDraft" },
)

/** The same with the file left to the reader of plans, which finds every error at once. */
export const DraftEnvelope = Type.Object({
  revision: Type.Integer({ minimum: 0 }),
  file: Type.Unknown(),
  ...parts,
})
