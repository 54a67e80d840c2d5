import type pg from "pg"
import { bad, doubt, type Finding, good } from "./finding.ts"

const late = 10

/** What was promised and is not done. */
export async function* checkJobs(client: pg.Client): AsyncGenerator<Finding> {
  const { rows: found } = await client.query("select to_regclass('public.outbox') as table")
  if (!found[0].table) return
  const { rows } = await client.query<{
    waiting: number
    minutes: number
    failed: number
    failure: string | null
  }>(
    `select count(*) filter (where failed_at is null)::int as waiting,
       coalesce(extract(epoch from now() - min(created_at) filter (where failed_at is null)) / 60, 0)::int as minutes,
       count(failed_at)::int as failed,
       (select job || ': ' || failure from outbox where failed_at is not null order by failed_at desc limit 1) as failure
     from outbox`,
  )
  const [row] = rows
  if (!row) throw new Error("an aggregate has one row")
  if (row.failed > 0) yield bad(`Jobs that failed for good: ${row.failed}. The last one is ${row.failure}.`)
  if (row.waiting === 0) yield good("No job waits.")
  else if (row.minutes >= late)
    yield doubt(`Jobs that wait: ${row.waiting}, the oldest for ${row.minutes} minutes. Does a worker run?`)
  else yield good(`Jobs on their way: ${row.waiting}.`)
}
