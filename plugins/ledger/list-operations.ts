import type { Db } from "../../server/database.ts"
import type { OperationContent, OperationKind } from "./operation.ts"
import { readLines } from "./read-lines.ts"

export interface Operation extends Partial<OperationContent> {
  number: number
  kind: OperationKind
  /** RFC 3339, when it was committed. */
  at: string
  orderId: string | null
  /** Cents. */
  total: number
  paid: number
  mac: string
}

/** The operations after a number, in order; as many as asked for. */
export async function listOperations(db: Db, after: number, limit: number): Promise<Operation[]> {
  const from = BigInt(after) + 1n
  const lines = await readLines(db, "operations", from, from + BigInt(limit) - 1n)
  return lines.map(({ number, kind, at, orderId, total, paid, content, mac }) => ({
    number: Number(number),
    kind: kind as OperationKind,
    at,
    orderId,
    total: Number(total),
    paid: Number(paid),
    ...(JSON.parse(content) as OperationContent),
    mac,
  }))
}
