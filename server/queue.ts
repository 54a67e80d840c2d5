import { setTimeout as sleep } from "node:timers/promises"
import { createPostgresBackend, type Job, Queue, Worker } from "bullmq"
import type { FastifyBaseLogger } from "fastify"
import { Redis } from "ioredis"
import type { Connection, Databases } from "./database.ts"
import { queueSchema } from "./migrate.ts"
import { giveBack, isWaiting, type JobPayload, markDone, markFailed, takeFromOutbox } from "./outbox.ts"

export type JobHandler = (payload: JobPayload) => Promise<void>

export interface QueueOptions {
  databases: Databases
  connection: Connection
  redisUrl: string | undefined
  log: FastifyBaseLogger
  /** How long a handed row may stay unfinished before it is handed again. */
  againAfterSeconds?: number
  /** How long a job may be silent before another worker takes it over. */
  lockSeconds?: number
  /** How often a job is tried before it is left to the operator. */
  attempts?: number
  /** How long it waits before its second try; each further wait is twice as long. */
  retrySeconds?: number
}

const queueName = "parterre"

interface JobData {
  outboxId: string
  payload: JobPayload
}

/**
 * The queue between the outbox and the workers: BullMQ, on the operator's Redis or else on its Postgres backend. The
 * outbox is the truth; the queue only spreads the work, retries it and slows it down. A job handed twice runs once
 * (same id), and one that runs twice finds its work done: handlers are idempotent.
 */
export class WorkQueue {
  readonly #options: QueueOptions
  readonly #queue: Queue
  readonly #redis: Redis | undefined
  readonly #workers: Worker[] = []
  #relay: NodeJS.Timeout | undefined
  #relaying: Promise<void> | undefined
  #again = false
  #closed = false

  constructor(options: QueueOptions) {
    this.#options = options
    this.#redis = options.redisUrl ? connectRedis(options.redisUrl, options.log) : undefined
    this.#queue = this.#open((connection, backend) => new Queue(queueName, { connection }, backend))
    this.#queue.on("error", (error) => options.log.error({ err: error }, "queue"))
  }

  get #attempts(): number {
    return this.#options.attempts ?? 12
  }

  /** Waits until the queue answers; throws when it does not within a few seconds. */
  async ready(): Promise<void> {
    await answerOf(this.#ask())
  }

  async #ask(): Promise<void> {
    await this.#queue.waitUntilReady()
    if (this.#redis) await this.#redis.ping()
    else await this.#queue.getJobCounts("waiting")
  }

  /** Jobs by state, for the metrics. */
  async counts(): Promise<Record<string, number>> {
    return answerOf(this.#queue.getJobCounts("waiting", "active", "delayed", "failed"))
  }

  /** Starts handing the outbox over to the queue, at once after a `nudge` and each second otherwise. */
  startRelay(): void {
    this.#relay = setInterval(() => this.nudge(), 1000)
    this.nudge()
  }

  /** Something was just committed: hand it over without waiting for the next round. */
  nudge(): void {
    if (!this.#relay || this.#closed) return
    if (this.#relaying) {
      this.#again = true
      return
    }
    this.#relaying = this.#handOver()
      .catch((error) => this.#options.log.error({ err: error }, "outbox not handed over"))
      .finally(() => {
        this.#relaying = undefined
        if (this.#again) {
          this.#again = false
          this.nudge()
        }
      })
  }

  async #handOver(): Promise<void> {
    const db = this.#options.databases.system
    while (!this.#closed) {
      const rows = await takeFromOutbox(db, 200, this.#options.againAfterSeconds ?? 60)
      if (rows.length === 0) return
      try {
        await this.#queue.addBulk(
          rows.map((row) => ({
            name: row.job,
            data: { outboxId: row.id, payload: row.payload } satisfies JobData,
            opts: {
              jobId: `outbox-${row.id}`,
              attempts: this.#attempts,
              backoff: { type: "exponential", delay: (this.#options.retrySeconds ?? 1) * 1000, jitter: 0.5 },
              removeOnComplete: true,
              removeOnFail: true,
            },
          })),
        )
      } catch (error) {
        await giveBack(
          db,
          rows.map((row) => row.id),
        )
        throw error
      }
    }
  }

  /** Starts a worker that runs each job by its handler. */
  startWorker(handlers: ReadonlyMap<string, JobHandler>, concurrency: number): void {
    const lockDuration = (this.#options.lockSeconds ?? 30) * 1000
    const worker = this.#open(
      (connection, backend) =>
        new Worker(
          queueName,
          (job: Job<JobData>) => this.#run(job, handlers),
          { connection, concurrency, lockDuration, stalledInterval: lockDuration, maxStalledCount: 5 },
          backend,
        ),
    )
    worker.on("error", (error) => this.#options.log.error({ err: error }, "worker"))
    worker.on("failed", (job, error) => this.#failed(job as Job<JobData> | undefined, error))
    this.#workers.push(worker)
  }

  async #run(job: Job<JobData>, handlers: ReadonlyMap<string, JobHandler>): Promise<void> {
    const handler = handlers.get(job.name)
    if (!handler) throw new Error(`no module handles the job ${job.name}`)
    const { outboxId, payload } = job.data
    if (!(await isWaiting(this.#options.databases.system, outboxId))) return
    await handler(payload)
    await markDone(this.#options.databases.system, outboxId)
  }

  #failed(job: Job<JobData> | undefined, error: Error): void {
    if (!job) return
    const last = job.attemptsMade >= this.#attempts
    this.#options.log[last ? "error" : "warn"](
      { err: error, job: job.name, attempt: job.attemptsMade },
      "job failed",
    )
    if (last)
      markFailed(this.#options.databases.system, job.data.outboxId, error.message).catch((failure) =>
        this.#options.log.error({ err: failure }, "failure not recorded"),
      )
  }

  /**
   * Lets running jobs end, then lets go of the queue. Once Redis is away it can't be told that they ended: it is not
   * waited for, and whoever finds them in the outbox does them again.
   */
  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#relay)
    const redis = this.#redis
    if (!redis) await this.#finish()
    else if (redis.status === "ready")
      await Promise.race([this.#finish(), new Promise<void>((away) => redis.once("close", away))])
    else await Promise.all(this.#workers.map((worker) => worker.close(true)))
    redis?.disconnect()
  }

  async #finish(): Promise<void> {
    await this.#relaying
    await Promise.all(this.#workers.map((worker) => worker.close()))
    await this.#queue.close()
  }

  #open<T>(make: (connection: never, backend: never) => T): T {
    if (this.#redis) return make(this.#redis as never, undefined as never)
    const connection = { ...this.#options.connection, schema: queueSchema, max: 4 }
    return make(connection as never, createPostgresBackend as never)
  }
}

function connectRedis(url: string, log: FastifyBaseLogger): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: null, enableReadyCheck: true })
  redis.on("error", (error) => log.error({ err: error }, "redis"))
  return redis
}

/** A Redis that is away refuses nothing: what is asked of it waits until it is back. Here it may wait 3 s. */
async function answerOf<T>(asked: Promise<T>): Promise<T> {
  const late = sleep(3000, undefined, { ref: false }).then(() => {
    throw new Error("no answer within 3 s")
  })
  return Promise.race([asked, late])
}
