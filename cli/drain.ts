import type { Server } from "node:http"
import { Server as NetServer } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"

/**
 * Takes no new connection, and for at most `patience` ms lets the others end by themselves: each answer is the last of
 * its connection. To close a connection because it looks idle may cut a request that is on its way.
 */
export async function drain(server: Server, patience = 1000): Promise<void> {
  server.prependListener("request", (_request, response) => response.setHeader("connection", "close"))
  // The close of an HTTP server is of the impatient kind.
  NetServer.prototype.close.call(server)
  for (const end = Date.now() + patience; Date.now() < end && (await connections(server)) > 0; )
    await sleep(20)
}

function connections(server: Server): Promise<number> {
  return new Promise((resolve) => server.getConnections((error, count) => resolve(error ? 0 : count)))
}
