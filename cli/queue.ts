import { createPostgresBackend, Queue } from "bullmq"
import { Redis } from "ioredis"
import type { Config } from "../server/config.ts"
import type { Connection } from "../server/database.ts"
import { queueSchema } from "../server/migrate.ts"
import { StartError } from "../server/start-error.ts"

const queueName = "parterre"
const patience = 5000

/** Runs `work` on the queue as the application has it. @throws StartError when Redis does not answer. */
export async function withQueue<T>(
  { redisUrl }: Pick<Config, "redisUrl">,
  application: Connection | undefined,
  work: (queue: Queue, redis: Redis | undefined) => Promise<T>,
): Promise<T> {
  if (!redisUrl) {
    const connection = { ...application, schema: queueSchema, max: 2 }
    return using(
      new Queue(queueName, { connection: connection as never }, createPostgresBackend as never),
      undefined,
    )
  }
  const redis = new Redis(redisUrl, {
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: patience,
    lazyConnect: true,
  })
  let reason = "it does not answer"
  redis.on("error", (error: NodeJS.ErrnoException) => {
    reason = error.code ?? error.message
  })
  try {
    await redis.connect()
    await redis.ping()
  } catch {
    redis.disconnect()
    throw new StartError(`Redis can't be used: ${reason}. Check REDIS_URL.`)
  }
  return using(new Queue(queueName, { connection: redis as never }), redis)

  async function using(queue: Queue, redis: Redis | undefined): Promise<T> {
    queue.on("error", () => undefined)
    try {
      return await work(queue, redis)
    } finally {
      await queue.close()
      redis?.disconnect()
    }
  }
}

/** Empties the queue on Redis: its jobs may be of another time than the data, and what is to be done is in the outbox. */
export async function forgetJobs({ redisUrl }: Pick<Config, "redisUrl">): Promise<void> {
  if (redisUrl) await withQueue({ redisUrl }, undefined, (queue) => queue.obliterate({ force: true }))
}
