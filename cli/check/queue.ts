import type { Queue } from "bullmq"
import type { Config } from "../../server/config.ts"
import type { Connection } from "../../server/database.ts"
import { withQueue } from "../queue.ts"
import { bad, doubt, type Finding, good } from "./finding.ts"

/** That the queue answers, keeps what it is given, and has somebody to work on it. */
export async function* checkQueue(config: Config, application: Connection): AsyncGenerator<Finding> {
  const findings: Finding[] = []
  try {
    await withQueue(config, application, async (queue, redis) => {
      await queue.getJobCounts("waiting")
      findings.push(good(`The queue (in ${redis ? "Redis" : "PostgreSQL"}) answers.`))
      // https://docs.bullmq.io/guide/going-to-production#max-memory-policy
      const memory = redis && (await redis.info("memory"))
      const policy = /maxmemory_policy:(\S+)/.exec(memory ?? "")?.[1]
      if (policy && policy !== "noeviction")
        findings.push(
          doubt(`Redis drops entries when it is full (${policy}): set maxmemory-policy to noeviction.`),
        )
      // On PostgreSQL, BullMQ can't tell a worker's connection from the others; jobs that wait tell it then.
      if (redis) findings.push(await workers(queue))
    })
  } catch (error) {
    findings.push(bad(`The queue does not answer: ${(error as Error).message}`))
  }
  yield* findings
}

async function workers(queue: Queue): Promise<Finding> {
  const count = await queue.getWorkersCount()
  if (count === 0) return doubt("No worker runs: tickets and mails wait for one.")
  return good(count === 1 ? "One worker runs." : `${count} workers run.`)
}
