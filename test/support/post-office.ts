import type { AddressInfo } from "node:net"
import { type ParsedMail, simpleParser } from "mailparser"
import { SMTPServer } from "smtp-server"
import type { Test } from "tap"

/** A real mail server that keeps what it is given. */
export class PostOffice {
  readonly mails: ParsedMail[] = []
  /** How many of the next recipients are put off (SMTP 451). */
  refusals = 0
  tries = 0
  #server: SMTPServer | undefined
  #port = 0

  get url(): string {
    return `smtp://127.0.0.1:${this.#port}`
  }

  async open(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      logger: false,
      onRcptTo: (_address, _session, done) => {
        this.tries++
        if (this.refusals-- > 0) done(Object.assign(new Error("come back later"), { responseCode: 451 }))
        else done()
      },
      onData: (stream, _session, done) => {
        simpleParser(stream).then((mail) => {
          this.mails.push(mail)
          done()
        }, done)
      },
    })
    server.on("error", () => {})
    await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve))
    this.#port = (server.server.address() as AddressInfo).port
    this.#server = server
  }

  async close(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()))
  }
}

export async function postOffice(t: Test): Promise<PostOffice> {
  const office = new PostOffice()
  await office.open()
  t.teardown(() => office.close())
  return office
}
