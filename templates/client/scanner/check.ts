import { askServer, type ServerAnswer } from "./ask-server.ts"
import { type Decision, type Door, isNumber, newNonce } from "./door.ts"

/** The first answer comes within 150 ms: so long is the server waited for, in milliseconds, then the door decides by itself. */
const patience = 100

export interface Checked extends Decision {
  /** The ticket is for several: nothing is kept before it is said how many come. */
  ask?: { left: number; admit(people: number): Promise<Checked> }
}

/**
 * Checks what was seen. The door decides by itself, at once; the server, which knows the other doors, is heard if it answers
 * in time. If it is late and disagrees, `correct` is called with its answer: somebody else was quicker.
 */
export async function check(
  door: Door,
  text: string,
  {
    direction,
    locale,
    online,
    correct,
  }: {
    direction: "in" | "out"
    locale: string
    online: boolean
    correct(checked: Checked): void
  },
): Promise<Checked> {
  const { decision, read, secret } = await door.decide(text, direction)
  const nonce = newNonce()
  const scan = {
    code: text,
    performanceId: door.performanceId,
    nonce,
    direction,
    ...(door.gate ? { gate: door.gate } : {}),
  }
  if (isNumber(text) && online) {
    const answer = await askServer(door.paired, locale, scan, 4000)
    return answer ? fromServer(answer, decision) : decision
  }
  if (!read || !secret) return decision
  const came = decision.result === "admitted" || decision.result === "exited"
  const line = { nonce, ticketId: read.ticketId, proof: secret.proof, lookup: secret.lookup, direction }
  if (decision.result === "admitted" && (decision.left ?? 0) > 1) {
    const left = decision.left as number
    const admit = async (people: number) => {
      const kept = await door.keep({ ...line, result: "admitted", people })
      return { ...decision, people, left: left - people, line: kept }
    }
    return { ...decision, ask: { left, admit } }
  }
  const kept = door.keep({ ...line, result: decision.result, people: 1 })
  const asked = online && came ? askServer(door.paired, locale, scan, 4000) : null
  const first = await Promise.race([
    asked,
    new Promise<null>((resolve) => setTimeout(resolve, asked ? patience : 0, null)),
  ])
  const settled: Checked = { ...decision, line: await kept }
  if (first) return disagree(door, settled, first)
  // The person may be in already: what the server thinks otherwise is said, and the log keeps what was done.
  void asked?.then((late) => {
    if (late && late.result !== decision.result)
      correct({ ...fromServer(late, decision), line: settled.line })
  })
  return settled
}

/** The server was heard in time: where it refuses, nobody came in. */
async function disagree(door: Door, checked: Checked, answer: ServerAnswer): Promise<Checked> {
  if (answer.result === checked.result || !checked.line) return { ...checked, online: true }
  await door.refuse(checked.line, answer.result)
  return { ...fromServer(answer, checked), line: undefined }
}

function fromServer(answer: ServerAnswer, { details }: Decision): Checked {
  const { ticket } = answer
  return {
    result: answer.result,
    online: true,
    words: answer.line,
    details:
      details ??
      (ticket && {
        ...{ number: ticket.number, zone: ticket.zone, tariff: ticket.tariff, proof: ticket.proof ?? null },
        ...{
          seat: ticket.seat ?? "",
          message: ticket.message ?? "",
          places: 1,
          perDay: false,
          zoneIndex: -1,
        },
      }),
    before: answer.admittedAt ? { at: Date.parse(answer.admittedAt), gate: answer.gate ?? "" } : undefined,
  }
}
