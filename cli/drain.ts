import type { Server } from "node:http"
import { Server as NetServer } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"

const quiet = 1000
const patience = 10_000

/**
 * Takes no new connection, and lets the others end by themselves: each answer is the last of its connection. Those still
 * there after a second without any request are idle: to close one earlier may cut a request that is on its way.
 */
export async function drain(server: Server): Promise<void> {
  const began = Date.now()
  let busy = began
  server.prependListener("request", (_request, response) => {
    busy = Date.now()
    response.setHeader("connection", "close")
  })
  // The close of an HTTP server is of the impatient kind.
  NetServer.prototype.close.call(server)
  while (Date.now() < Math.min(busy + quiet, began + patience) && (await connections(server)) > 0)
    await sleep(20)
}

function connections(server: Server): Promise<number> {
  return new Promise((resolve) => server.getConnections((error, count) => resolve(error ? 0 : count)))
}
