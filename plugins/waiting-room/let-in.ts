import { randomBytes } from "node:crypto"
import { sql } from "kysely"
import { type Db, prepared } from "../../server/database.ts"
import { nextCall } from "./next-call.ts"
import { saleOpens } from "./read-lines.ts"

interface LineRow {
  mode: "on" | "auto"
  round: number
  rate: number | null
  measuredRate: number
  arrived: number
  admitted: number
  credit: number
  showing: number
  drawn: boolean
  opened: boolean
  formed: boolean
  /** Seconds since people were last let in, and since a process was last busy. */
  elapsed: number
  calm: number
  calledFrom: number
  calledTo: number
  came: number
}

/** A line in mode "auto" ends when it is empty and no process was busy for so long, in seconds. */
export const calmSeconds = 120

/**
 * Lets people in: calls as many numbers as the time since the last call allows, draws the order at the opening, and ends
 * a line that formed by itself. One process at a time does it for a line, about once a second, whoever asks: the row is
 * locked, and its `advanced_at` says that it is somebody's turn.
 */
export async function letIn(db: Db, lineId: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<LineRow>`${prepared}
      select l.mode, l.round, l.rate, l.measured_rate as "measuredRate", l.arrived, l.admitted, l.credit, l.showing,
        l.drawn_at is not null as drawn, l.formed_at is not null as formed,
        coalesce(coalesce(l.opens_at, ${saleOpens(sql.ref("l.event_id"))}) <= now(), true) as opened,
        coalesce(extract(epoch from now() - l.advanced_at), 1)::float8 as elapsed,
        coalesce(extract(epoch from now() - l.busy_at), 1e9)::float8 as calm,
        c.called_from as "calledFrom", c.called_to as "calledTo",
        (select count(*)::int from waiting_passes p
         where p.organisation_id = l.organisation_id and p.line_id = l.id and p.round = l.round
           and p.number >= c.called_from and p.number < c.called_to) as came
      from waiting_lines l
      cross join lateral (
        select coalesce(max(upto) filter (where called_at <= now() - interval '3 minutes'), 0) as called_from,
          coalesce(max(upto) filter (where called_at <= now() - interval '30 seconds'), 0) as called_to
        from waiting_calls where organisation_id = l.organisation_id and line_id = l.id and round = l.round) c
      where l.organisation_id = current_organisation() and l.id = ${lineId} and l.mode <> 'off'
        and coalesce(l.advanced_at <= now() - interval '900 milliseconds', true)
      for no key update of l`.execute(trx)
    const [line] = rows
    if (!line) return
    const drawing = !line.drawn && line.opened
    const waiting = line.drawn || drawing ? line.arrived - line.admitted : 0
    const next = nextCall({ ...line, waiting, busy: line.calm < 5 })
    const ends = line.mode === "auto" && line.formed && line.calm > calmSeconds && waiting === next.count
    const key = drawing ? randomBytes(32) : null
    await sql`${prepared}
      with line as (
        update waiting_lines set admitted = admitted + ${next.count}, credit = ${next.credit}, showing = ${next.showing},
          measured_rate = ${next.measuredRate}, advanced_at = now(),
          formed_at = case when ${ends} then null else formed_at end,
          drawn_at = case when ${drawing} then now() else drawn_at end,
          pool = case when ${drawing} then arrived else pool end,
          shuffle_key = coalesce(${key}::bytea, shuffle_key)
        where organisation_id = current_organisation() and id = ${lineId}
        returning organisation_id, id, round, admitted)
      insert into waiting_calls (organisation_id, line_id, round, upto)
      select organisation_id, id, round, admitted from line where ${next.count} > 0`.execute(trx)
  })
}

/** Says that this process is busy: what is measured slows down, and a line in mode "auto" forms anew if it is not there. */
export async function sayBusy(db: Db, lineId: string): Promise<void> {
  await sql`${prepared}
    update waiting_lines set busy_at = now(),
      round = case when forms then round + 1 else round end,
      arrived = case when forms then 0 else arrived end,
      admitted = case when forms then 0 else admitted end,
      drawn_at = case when forms then now() else drawn_at end,
      pool = case when forms then 0 else pool end,
      shuffle_key = case when forms then null else shuffle_key end,
      advanced_at = case when forms then null else advanced_at end,
      credit = case when forms then 0 else credit end,
      showing = case when forms then 1 else showing end,
      formed_at = case when forms then now() else formed_at end
    from (select id as line, mode = 'auto' and formed_at is null as forms from waiting_lines
      where organisation_id = current_organisation() and id = ${lineId} for no key update) f
    where organisation_id = current_organisation() and id = f.line and mode <> 'off'`.execute(db)
}
