import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks"
import type { FastifyInstance } from "fastify"

/** A request waits so long for its turn in the process, in milliseconds, when the load is 1. */
const fullDelay = 100
/** So many statements wait for each connection of the pool when the load is 1. */
const fullQueue = 4
/** So many seconds in a row at 1 or more make a process busy; below a half it is no longer. */
const busyAfter = 5
const resolution = 20

/**
 * How hard this process works, measured each second: how late its event loop is, and how many statements wait for a
 * connection to the database. 1 is as much as buyers should be asked to bear.
 */
export class Load {
  readonly #app: FastifyInstance
  readonly #delay: IntervalHistogram
  #timer: NodeJS.Timeout | undefined
  #ratio = 0
  #seconds = 0
  #busy = false

  constructor(app: FastifyInstance) {
    this.#app = app
    this.#delay = monitorEventLoopDelay({ resolution })
  }

  start(): void {
    this.#delay.enable()
    this.#timer = setInterval(() => this.#measure(), 1000)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#delay.disable()
  }

  get ratio(): number {
    return this.#ratio
  }

  /** Five seconds in a row of full load, until the load is below a half. */
  get busy(): boolean {
    return this.#busy
  }

  #measure(): void {
    const mean = this.#delay.count > 0 ? this.#delay.mean / 1e6 - resolution : 0
    this.#delay.reset()
    const { pool } = this.#app.databases
    const queue = pool.waitingCount / (pool.options.max ?? 10)
    this.#ratio = Math.max(mean / fullDelay, queue / fullQueue)
    this.#seconds = this.#ratio >= 1 ? this.#seconds + 1 : 0
    this.#busy = this.#busy ? this.#ratio >= 0.5 : this.#seconds >= busyAfter
  }
}
