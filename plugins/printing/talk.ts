import { lookup } from "node:dns/promises"
import { connect, isIP, type Socket } from "node:net"
import type { PrinterNetworks } from "../../server/printer-networks.ts"

/** Why a paper did not come out: each has its words in texts.ts. */
export const printerFailures = [
  "not_allowed",
  "unknown_host",
  "unreachable",
  "no_connection",
  "no_paper",
  "cover_open",
  "out_of_order",
  "cut",
  "silent",
] as const
export type PrinterFailure = (typeof printerFailures)[number]

export class PrinterError extends Error {
  readonly code: PrinterFailure

  constructor(code: PrinterFailure) {
    super(code)
    this.code = code
  }
}

/** How a kind of printer is asked how it is, and what it means by its answer. */
export interface Manners {
  /** Answered at once, before anything is printed. */
  greeting: Uint8Array
  /** Answered when all that was sent before is out. */
  closing: Uint8Array
  /** What an answer says: fine, a failure, or nothing that concerns us. */
  read(answer: number): "fine" | PrinterFailure | undefined
}

export interface Patience {
  /** Milliseconds to reach it. */
  connect: number
  /** To learn whether it answers at all. */
  greeting: number
  /** For one paper to come out, once it is known to answer. */
  paper: number
  /** For it to take everything, and to hang up. */
  ending: number
}

export const patience: Patience = { connect: 4000, greeting: 1000, paper: 20_000, ending: 8000 }

interface Target {
  host: string
  port: number
  /** Null: not known yet. */
  answers: boolean | null
}

interface Steps {
  /** Before the first byte of a paper is sent. */
  begin(index: number): Promise<void>
  /** This paper, and all before, are known to be out. */
  finish(index: number): Promise<void>
}

/**
 * Sends papers one after another over one connection. A printer that answers is asked after each whether it is out; of one
 * that doesn't, all that can be known is that it took everything and hung up without a fault.
 * Answers whether the printer answers.
 * @throws PrinterError
 */
export async function sendPapers(
  networks: PrinterNetworks,
  target: Target,
  manners: Manners | undefined,
  papers: readonly Uint8Array[],
  steps: Steps,
  times: Patience = patience,
): Promise<boolean> {
  const line = new Line(await reach(networks, target, times.connect), manners)
  try {
    let answers = false
    if (manners && target.answers !== false) {
      await line.send(manners.greeting, times.greeting)
      const state = await line.answer(times.greeting)
      if (state && state !== "fine") throw new PrinterError(state)
      if (!state && target.answers) throw new PrinterError("silent")
      answers = state === "fine"
    }
    for (const [index, paper] of papers.entries()) {
      await steps.begin(index)
      line.forget()
      await line.send(
        answers ? Buffer.concat([paper, manners?.closing ?? Buffer.alloc(0)]) : paper,
        times.paper,
      )
      if (!answers) continue
      const state = await line.answer(times.paper)
      if (state !== "fine") throw new PrinterError(state ?? "silent")
      await steps.finish(index)
    }
    await line.end(times.ending)
    if (!answers) await steps.finish(papers.length - 1)
    return answers
  } finally {
    line.hangUp()
  }
}

/** Looks the name up once and connects to what was found and allowed: a name can't lead elsewhere in between. */
async function reach(networks: PrinterNetworks, { host, port }: Target, time: number): Promise<Socket> {
  if (!networks.allowsPort(port)) throw new PrinterError("not_allowed")
  const addresses = isIP(host)
    ? [host]
    : (
        await within(lookup(host, { all: true }), time, "unknown_host").catch(() => {
          throw new PrinterError("unknown_host")
        })
      ).map(({ address }) => address)
  const address = addresses.find((one) => networks.allowsAddress(one))
  if (!address) throw new PrinterError("not_allowed")
  const socket = connect({ host: address, port, noDelay: true, keepAlive: true })
  try {
    await within(
      new Promise<void>((resolve, reject) => {
        socket.once("connect", resolve)
        socket.once("error", reject)
      }),
      time,
      "unreachable",
    )
    return socket
  } catch (error) {
    socket.destroy()
    const refused = (error as NodeJS.ErrnoException).code === "ECONNREFUSED"
    throw error instanceof PrinterError ? error : new PrinterError(refused ? "no_connection" : "unreachable")
  }
}

/** A connection to a printer: what it answers, and how it ends. */
class Line {
  readonly #socket: Socket
  readonly #manners: Manners | undefined
  #answers: number[] = []
  #ended = "open" as "open" | "closed" | "cut"
  #wake: () => void = () => undefined

  constructor(socket: Socket, manners: Manners | undefined) {
    this.#socket = socket
    this.#manners = manners
    socket.on("data", (bytes: Buffer) => {
      // A few bytes are expected; whoever sends a flood is no printer, and is not listened to.
      if (this.#answers.length < 1000) this.#answers.push(...bytes.subarray(0, 1000))
      this.#wake()
    })
    socket.on("error", () => {
      this.#ended = "cut"
      this.#wake()
    })
    socket.on("close", () => {
      if (this.#ended === "open") this.#ended = "closed"
      this.#wake()
    })
  }

  async send(bytes: Uint8Array, time: number): Promise<void> {
    if (this.#ended !== "open") throw new PrinterError("cut")
    await within(
      new Promise<void>((resolve, reject) =>
        this.#socket.write(bytes, (error) => (error ? reject(new PrinterError("cut")) : resolve())),
      ),
      time,
      "silent",
    )
  }

  /** What was said before counts no more. */
  forget(): void {
    this.#answers = []
  }

  /** The first answer that means something; undefined when none comes in time. */
  async answer(time: number): Promise<"fine" | PrinterFailure | undefined> {
    const end = Date.now() + time
    for (;;) {
      while (this.#answers.length > 0) {
        const said = this.#manners?.read(this.#answers.shift() as number)
        if (said) return said
      }
      if (this.#ended !== "open") throw new PrinterError("cut")
      const left = end - Date.now()
      if (left <= 0) return undefined
      await this.#next(left)
    }
  }

  /** Says that all is sent, and waits until the printer hangs up. One that keeps the line open has taken everything too. */
  async end(time: number): Promise<void> {
    if (this.#ended !== "open") throw new PrinterError("cut")
    await within(new Promise<void>((sent) => this.#socket.end(() => sent())), time, "silent")
    const end = Date.now() + time
    while (this.#state() === "open" && Date.now() < end) await this.#next(end - Date.now())
    if (this.#state() === "cut") throw new PrinterError("cut")
  }

  /** It changes while one waits. */
  #state() {
    return this.#ended
  }

  hangUp(): void {
    this.#socket.destroy()
  }

  async #next(time: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      this.#wake = resolve
      timer = setTimeout(resolve, time)
    })
    clearTimeout(timer)
  }
}

async function within<T>(work: Promise<T>, time: number, failure: PrinterFailure): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PrinterError(failure)), time)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
