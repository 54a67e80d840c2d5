import type { FastifyInstance } from "fastify"
import fp from "fastify-plugin"
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client"

declare module "fastify" {
  interface FastifyInstance {
    metrics: Registry
  }
}

/** `/healthz`, `/readyz` and `/metrics`, and the time each route takes. */
export const metrics = fp(
  async (app: FastifyInstance) => {
    const registry = new Registry()
    app.decorate("metrics", registry)
    collectDefaultMetrics({ register: registry })
    const seconds = new Histogram({
      name: "parterre_http_request_seconds",
      help: "Time to answer, by route and status",
      labelNames: ["method", "route", "status"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [registry],
    })
    new Gauge({
      name: "parterre_database_connections",
      help: "Connections of the pool, by state",
      labelNames: ["state"],
      registers: [registry],
      collect() {
        const { pool } = app.databases
        this.set({ state: "open" }, pool.totalCount)
        this.set({ state: "idle" }, pool.idleCount)
        this.set({ state: "waiting" }, pool.waitingCount)
      },
    })
    new Gauge({
      name: "parterre_jobs",
      help: "Jobs of the queue, by state",
      labelNames: ["state"],
      registers: [registry],
      async collect() {
        this.reset()
        const counts = await app.queue.counts().catch(() => ({}))
        for (const [state, count] of Object.entries(counts)) this.set({ state }, count)
      },
    })
    app.addHook("onResponse", async (request, reply) => {
      const route = request.routeOptions.url ?? "none"
      seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
      request.log.debug(
        { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
        "request",
      )
    })

    const hidden = { schema: { hide: true }, config: { access: "public" as const } }
    app.get("/healthz", hidden, async () => ({ status: "alive" }))
    app.get("/readyz", hidden, async (_request, reply) => {
      try {
        await Promise.all([app.databases.pool.query("select 1 from outbox limit 1"), app.queue.ready()])
        return { status: "ready" }
      } catch (error) {
        app.log.warn({ err: error }, "not ready")
        return reply.code(503).send({ status: "not ready" })
      }
    })
    app.get("/metrics", hidden, async (_request, reply) =>
      reply.type(registry.contentType).send(await registry.metrics()),
    )
  },
  { name: "metrics" },
)
