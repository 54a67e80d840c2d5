import { once } from "node:events"
import { createServer, type Server, type Socket } from "node:net"
import type { Test } from "tap"

export interface Behaviour {
  /** Answers DLE EOT and GS r as a receipt printer does; undefined: says nothing, ever. */
  answers?: "ready" | "no paper"
  /** Says of the first paper alone that it is out. */
  answersOnce?: boolean
  /** Cuts the line once it has had so many bytes of one connection. */
  cutsAfter?: number
  /** Reads a little at a time, with so many milliseconds between. */
  slow?: number
  /** Takes everything and never hangs up. */
  keepsOpen?: boolean
}

/** A printer of the network that keeps what it got, connection by connection. */
export class NetworkPrinter {
  behaviour: Behaviour
  /** What came, without the questions asked of it. */
  readonly connections: Buffer[] = []
  port = 0
  #server: Server | undefined
  readonly #open = new Set<Socket>()

  constructor(behaviour: Behaviour = {}) {
    this.behaviour = behaviour
  }

  /** Everything that came, in order. */
  get all(): Buffer {
    return Buffer.concat(this.connections)
  }

  /** On the port it had before, if it was on before. */
  async switchOn(): Promise<this> {
    const server = createServer({ allowHalfOpen: true }, (socket) => this.#take(socket))
    server.listen(this.port, "127.0.0.1")
    await once(server, "listening")
    this.port = (server.address() as { port: number }).port
    this.#server = server
    return this
  }

  async switchOff(): Promise<void> {
    for (const socket of this.#open) socket.destroy()
    const server = this.#server
    this.#server = undefined
    if (!server?.listening) return
    server.close()
    await once(server, "close")
  }

  #take(socket: Socket): void {
    const index = this.connections.push(Buffer.alloc(0)) - 1
    let said = 0
    this.#open.add(socket)
    socket.on("error", () => undefined)
    socket.on("close", () => this.#open.delete(socket))
    socket.on("end", () => {
      if (!this.behaviour.keepsOpen) socket.end()
    })
    socket.on("data", (bytes: Buffer) => {
      const { cutsAfter, slow, answers, answersOnce } = this.behaviour
      const got = Buffer.concat([this.connections[index] ?? Buffer.alloc(0), bytes])
      this.connections[index] = got
      if (cutsAfter !== undefined && got.length >= cutsAfter) {
        socket.resetAndDestroy()
        return
      }
      if (answers) {
        if (bytes.includes(Buffer.from([0x10, 4, 2])))
          socket.write(Uint8Array.of(answers === "ready" ? 0x12 : 0x32))
        if (answers === "ready" && !(answersOnce && said > 0))
          for (let at = bytes.indexOf(asked); at >= 0; at = bytes.indexOf(asked, at + 1))
            said += socket.write(Uint8Array.of(0)) ? 1 : 0
      }
      if (slow) {
        socket.pause()
        setTimeout(() => socket.resume(), slow)
      }
    })
  }
}

const asked = Buffer.from([0x1d, 0x72, 1])

export async function networkPrinter(t: Test, behaviour: Behaviour = {}): Promise<NetworkPrinter> {
  const printer = await new NetworkPrinter(behaviour).switchOn()
  t.teardown(() => printer.switchOff())
  return printer
}

/** Lets printers be on this machine, whatever their port: never so in production. */
export const localPrinters = { PRINTER_NETWORKS: "127.0.0.0/8", PRINTER_PORTS: "1-65535" }
