import { sql } from "kysely"
import { prepared, type Trx } from "../../server/database.ts"
import type { MovementKind } from "./tables.ts"

export interface Movement {
  kind: MovementKind
  method: string
  /** Cents; negative: it went out. */
  amount: number
  orderId?: string | null
  note?: string | null | undefined
  faceValue?: number | null | undefined
}

/** Writes what went through a till, in the transaction of what moved it; its session is held by `useSession`. */
export async function recordMovements(
  trx: Trx,
  sessionId: string,
  movements: readonly Movement[],
): Promise<void> {
  if (movements.length === 0) return
  await sql`${prepared}
    insert into till_movements (organisation_id, session_id, kind, method, amount, order_id, note, face_value)
    select current_organisation(), ${sessionId}, m.* from unnest(
      ${movements.map((one) => one.kind)}::text[],
      ${movements.map((one) => one.method)}::text[],
      ${movements.map((one) => one.amount)}::int[],
      ${movements.map((one) => one.orderId ?? null)}::bigint[],
      ${movements.map((one) => one.note ?? null)}::text[],
      ${movements.map((one) => one.faceValue ?? null)}::int[]) as m`.execute(trx)
}
