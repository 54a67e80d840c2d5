import net from "node:net"
import type { Test } from "tap"
import type { Connection } from "../../server/database.ts"

/** A way to the database that can be shut, or cut at the worst moment. */
export interface DatabaseGate {
  connection: Connection
  /** Cuts every connection and refuses new ones. */
  close(): void
  open(): void
  /** Cuts the next connection that hears that its transaction is committed, before it hears it. */
  cutAtNextCommit(): void
  /** How many were cut so. */
  readonly cuts: number
}

/** "CommandComplete", its length, and what was completed: PostgreSQL's message of a commit. */
const committed = Buffer.from("C\0\0\0\x0bCOMMIT\0", "latin1")

export async function databaseGate(t: Test, to: Connection): Promise<DatabaseGate> {
  const sockets = new Set<net.Socket>()
  let open = true
  let armed = false
  let cuts = 0
  const server = net.createServer((socket) => {
    if (!open) {
      socket.resetAndDestroy()
      return
    }
    const onwards = net.connect(to.port, to.host)
    const part = () => {
      socket.destroy()
      onwards.destroy()
    }
    for (const end of [socket, onwards]) {
      sockets.add(end)
      end.on("error", () => {})
      end.on("close", () => {
        sockets.delete(end)
        part()
      })
    }
    socket.pipe(onwards)
    onwards.on("data", (data) => {
      if (armed && data.includes(committed)) {
        armed = false
        cuts++
        part()
      } else socket.write(data)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  t.teardown(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return {
    connection: { ...to, host: "127.0.0.1", port: (server.address() as net.AddressInfo).port },
    close() {
      open = false
      for (const socket of sockets) socket.destroy()
    },
    open() {
      open = true
    },
    cutAtNextCommit() {
      armed = true
    },
    get cuts() {
      return cuts
    },
  }
}
