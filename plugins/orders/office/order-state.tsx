import { Badge, Status } from "../../../templates/components/index.ts"
import type { OrderStatus } from "../tables.ts"

/** The state of an order; money that must go back matters more than the rest. */
export function OrderState({
  row,
  toRefund,
}: {
  row: { status: OrderStatus; toRefund: boolean }
  toRefund: string
}) {
  return row.toRefund ? <Badge tone="bad">{toRefund}</Badge> : <Status state={row.status} />
}
