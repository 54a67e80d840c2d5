// The least that Fastify does for an answer as small as a poll of the waiting room: what the poll is measured against.
import Fastify from "fastify"

const app = Fastify()
app.get("/:org/waiting/:line/place", async (_request, reply) =>
  reply
    .header("cache-control", "no-store")
    .type("application/json")
    .send(
      JSON.stringify({ state: "waiting", n: 340, ahead: "340 people", wait: "about 15 minutes", next: 40 }),
    ),
)
await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" })
process.send?.("listening")
