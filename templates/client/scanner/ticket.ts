import { verifyAsync } from "@noble/ed25519"
import { fromBase45, fromBase64, hex, toBase64Url } from "./bytes.ts"

/** A code taken apart; nothing says yet that it is genuine. Its layout is in plugins/tickets/ticket-code.ts. */
export interface ReadCode {
  bytes: Uint8Array<ArrayBuffer>
  keyId: number
  ticketId: string
  performanceId: string
}

export function readCode(text: string): ReadCode | null {
  const bytes = text.length === 137 ? fromBase45(text) : null
  if (bytes?.length !== 91 || bytes[0] !== 1) return null
  const view = new DataView(bytes.buffer)
  return {
    bytes,
    keyId: view.getUint16(1),
    ticketId: (view.getBigUint64(3) & 0xffffffffffffffn).toString(),
    performanceId: view.getBigUint64(11).toString(),
  }
}

/** Whether the organisation's key signed the code. */
export function isGenuine({ bytes }: ReadCode, publicKey: string): Promise<boolean> {
  return verifyEd25519(publicKey, bytes.subarray(27), bytes.subarray(0, 27))
}

type Bytes = Uint8Array<ArrayBuffer>
const imported = new Map<string, Promise<CryptoKey | null>>()

/** Ed25519 by the browser, or by a library where the browser can't. */
export async function verifyEd25519(publicKey: string, signature: Bytes, message: Bytes): Promise<boolean> {
  let key = imported.get(publicKey)
  if (!key) {
    key = crypto.subtle
      .importKey("raw", fromBase64(publicKey), "Ed25519", false, ["verify"])
      .catch(() => null)
    imported.set(publicKey, key)
  }
  const own = await key
  if (own) return crypto.subtle.verify("Ed25519", own, signature, message)
  return verifyAsync(signature, message, fromBase64(publicKey)).catch(() => false)
}

/** What a code gives to who holds it: see plugins/admission/door-secret.ts. */
export interface Secret {
  lookup: string
  proof: string
  key: Bytes
}

const prefix = new TextEncoder().encode("parterre door 1\n")

export async function secretOf({ bytes }: ReadCode): Promise<Secret> {
  const whole = new Uint8Array(prefix.length + bytes.length)
  whole.set(prefix)
  whole.set(bytes, prefix.length)
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-512", whole))
  return {
    lookup: hex(hash.subarray(0, 8)),
    proof: toBase64Url(hash.subarray(8, 24)),
    key: hash.slice(24, 56),
  }
}

/** What the list says of a ticket, opened with its code. */
export interface TicketDetails {
  number: string
  zone: string
  tariff: string
  proof: string | null
  places: number
  perDay: boolean
  seat: string
  message: string
  /** By index in its list, for the zones that a gate serves. */
  zoneIndex: number
}

export async function openSealed(
  key: Bytes,
  salt: Bytes,
  sealed: Bytes,
  zones: readonly string[],
  tariffs: readonly { name: string; proof: string | null }[],
): Promise<TicketDetails> {
  const imported = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"])
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: salt, tagLength: 64 }, imported, sealed)
  const [number = "", zone = "", tariff = "", places, perDay, seat = "", message = ""] = new TextDecoder()
    .decode(plain)
    .split("\t")
  return {
    number: number.replace(/^(.{4})(.{4})(\d+)$/, "$1-$2-$3"),
    zone: zones[Number(zone)] ?? "",
    tariff: tariffs[Number(tariff)]?.name ?? "",
    proof: tariffs[Number(tariff)]?.proof ?? null,
    places: Number(places) || 1,
    perDay: perDay === "d",
    seat,
    message,
    zoneIndex: Number(zone),
  }
}
