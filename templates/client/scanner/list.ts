import { fromBase64, hex } from "./bytes.ts"
import { verifyEd25519 } from "./ticket.ts"

export interface Key {
  keyId: number
  publicKey: string
}

export interface Performance {
  id: string
  title: Record<string, string>
  venue: string
  timezone: string
  startsAt: string
  opensAt: string
  closesAt: string
  reentry: boolean
}

/** The answer of the server: see plugins/admission/door-list.ts. */
interface ListBody {
  performance: Performance
  keys: Key[]
  zones: string[]
  tariffs: { name: string; proof: string | null }[]
  gates: { name: string; zones: number[] | null }[]
  entered: number
  expected: number
  salt: string
  tickets: string
  cursor: string
}

/** A list as it came, with its signature: kept like this, and verified each time it is read. */
export interface KeptList {
  body: string
  signature: string
}

export interface ListedTicket {
  cancelled: boolean
  outside: boolean
  used: number
  /** Milliseconds; 0 when it did not come in. */
  at: number
  gate: string
  sealed: Uint8Array<ArrayBuffer>
  from: ListBody & { saltBytes: Uint8Array<ArrayBuffer> }
}

/** What a door knows of one performance. */
export interface DoorBook {
  performance: Performance
  keys: Key[]
  gates: ListBody["gates"]
  entered: number
  expected: number
  cursor: string
  tickets: Map<string, ListedTicket>
}

const prefix = "parterre door list 1\n"

/** Whether one of these keys signed the list. */
export async function isSigned({ body, signature }: KeptList, keys: readonly Key[]): Promise<boolean> {
  const [keyId, signed = ""] = signature.split(".")
  const key = keys.find((one) => String(one.keyId) === keyId)
  const message = new TextEncoder().encode(prefix + body)
  return key !== undefined && verifyEd25519(key.publicKey, fromBase64(signed), message)
}

/** Reads a list into the book: what is new replaces what was, and a cancelled ticket stays cancelled. */
export function readInto(book: DoorBook | undefined, { body }: KeptList): DoorBook {
  const list = JSON.parse(body) as ListBody
  const tickets = book?.tickets ?? new Map<string, ListedTicket>()
  const bytes = fromBase64(list.tickets)
  const view = new DataView(bytes.buffer)
  const from = { ...list, tickets: "", saltBytes: fromBase64(list.salt) }
  for (let at = 0; at < bytes.length; ) {
    const name = hex(bytes.subarray(at, at + 8))
    const flags = view.getUint8(at + 8)
    const end = at + 17 + view.getUint8(at + 16)
    tickets.set(name, {
      cancelled: (flags & 1) === 1 || tickets.get(name)?.cancelled === true,
      outside: (flags & 2) === 2,
      used: view.getUint16(at + 9),
      at: view.getUint32(at + 11) * 1000,
      gate: list.gates[view.getUint8(at + 15) - 1]?.name ?? "",
      sealed: bytes.slice(at + 17, end),
      from,
    })
    at = end
  }
  const { performance, keys, gates, entered, expected, cursor } = list
  return { performance, keys, gates, entered, expected, cursor, tickets }
}
