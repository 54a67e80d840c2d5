import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import type { OfflineState, Remark } from "./tables.ts"

export interface ListedSale {
  id: string
  number: number
  till: string | null
  sessionId: string | null
  soldAt: Date
  receivedAt: Date
  sentBy: string
  total: number
  state: OfflineState
  remarks: Remark[]
  late: boolean
  orderId: string | null
  orderNumber: string | null
  /** Money of it that is to be given back. */
  owed: number
}

/** Sales that were made without a network, the last received first; with `doubtful`, those that somebody should look at. */
export async function listSales(
  db: Db,
  { doubtful = false, sessionId, limit = 100, before }: ListOptions = {},
): Promise<ListedSale[]> {
  const { rows } = await sql<ListedSale>`
    select s.id, s.number, t.name as till, s.session_id as "sessionId", s.sold_at as "soldAt", s.received_at as "receivedAt",
      s.sent_by as "sentBy", s.total, s.state, s.remarks, s.late, s.order_id as "orderId", o.number as "orderNumber",
      coalesce((select sum(p.amount)::int from payments p where p.organisation_id = s.organisation_id and p.order_id = s.order_id
        and p.status = 'to_refund'), 0) as owed
    from offline_sales s
    left join orders o on o.organisation_id = s.organisation_id and o.id = s.order_id
    left join till_sessions n on n.organisation_id = s.organisation_id and n.id = s.session_id
    left join tills t on t.organisation_id = n.organisation_id and t.id = n.till_id
    where s.organisation_id = current_organisation()
      and (not ${doubtful}::boolean or s.remarks <> '{}')
      and (${sessionId ?? null}::bigint is null or s.session_id = ${sessionId ?? null}::bigint)
      and (${before ?? null}::timestamptz is null or s.received_at < ${before ?? null}::timestamptz)
    order by s.received_at desc, s.id limit ${limit}`.execute(db)
  return rows
}

interface ListOptions {
  doubtful?: boolean
  sessionId?: string | undefined
  limit?: number
  before?: Date | undefined
}
