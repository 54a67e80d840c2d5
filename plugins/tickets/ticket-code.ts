import { type KeyObject, sign, verify } from "node:crypto"
import { decode, encode } from "base45"

/**
 * The code of a ticket: what its QR holds. 91 bytes, big-endian, written in Base45 (RFC 9285), so 137 characters
 * that a QR stores in its alphanumeric mode:
 *
 * | offset | bytes | what                                                  |
 * |-------:|------:|-------------------------------------------------------|
 * |      0 |     1 | version, 1                                            |
 * |      1 |     2 | id of the signing key, within its organisation        |
 * |      3 |     1 | copy: 0 first, then how often it was printed again    |
 * |      4 |     7 | ticket id                                             |
 * |     11 |     8 | performance id                                        |
 * |     19 |     4 | valid from, seconds since 1970 (UTC)                  |
 * |     23 |     4 | valid until, seconds since 1970 (UTC)                 |
 * |     27 |    64 | Ed25519 signature (RFC 8032) of the bytes 0 to 26     |
 *
 * The public key alone verifies it. In a browser: decode Base45, then
 * `crypto.subtle.verify("Ed25519", key, bytes.subarray(27), bytes.subarray(0, 27))`, where `key` is the raw public key
 * read by `crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"])`; or `ed25519.verify` of noble.
 *
 * Base45 uses the space: a code must not have its inner spaces collapsed on the way.
 */
export interface TicketCode {
  version: 1
  keyId: number
  ticketId: string
  /** Only the last copy of a ticket is good: a reprint ends the code before. */
  copy: number
  performanceId: string
  /** Whole seconds, UTC. */
  validFrom: Date
  validUntil: Date
}

/** A code that is well formed; nothing says yet that it is genuine. */
export interface ReadTicketCode extends TicketCode {
  signedBytes: Uint8Array
  signature: Uint8Array
}

export interface RefusedTicketCode {
  refused: "malformed" | "unknown_key" | "forged"
}

const VERSION = 1
const SIGNED_BYTES = 27
const SIGNATURE_BYTES = 64
const WRITTEN = /^[0-9A-Z $%*+\-./:]{137}$/

/**
 * Signs a ticket. `validFrom` is rounded down and `validUntil` up to the second.
 * Throws a RangeError for a key id over 65535, a copy over 255, a ticket id over 56 bits or another over 64, a time before 1970 or after 2106, or a window
 * that ends before it begins.
 */
export function signTicketCode(
  privateKey: KeyObject,
  ticket: {
    keyId: number
    ticketId: string
    copy?: number
    performanceId: string
    validFrom: Date
    validUntil: Date
  },
): string {
  if (ticket.validUntil < ticket.validFrom) {
    throw new RangeError("a ticket cannot stop being valid before it starts")
  }
  const bytes = Buffer.alloc(SIGNED_BYTES)
  bytes.writeUInt8(VERSION, 0)
  bytes.writeUInt16BE(ticket.keyId, 1)
  if (BigInt(ticket.ticketId) >> 56n) throw new RangeError("a ticket id has 56 bits")
  bytes.writeBigUInt64BE(BigInt(ticket.ticketId), 3)
  bytes.writeUInt8(ticket.copy ?? 0, 3)
  bytes.writeBigUInt64BE(BigInt(ticket.performanceId), 11)
  bytes.writeUInt32BE(Math.floor(ticket.validFrom.getTime() / 1000), 19)
  bytes.writeUInt32BE(Math.ceil(ticket.validUntil.getTime() / 1000), 23)
  return encode(Buffer.concat([bytes, sign(null, bytes, privateKey)]))
}

/** Takes a code apart without verifying it. Null when it is not one; never throws. */
export function readTicketCode(code: string): ReadTicketCode | null {
  if (typeof code !== "string" || !WRITTEN.test(code)) return null
  const bytes = Buffer.from(decode(code))
  // The decoder wraps groups above 65535 around: only the one spelling that the encoder gives is accepted.
  if (bytes.length !== SIGNED_BYTES + SIGNATURE_BYTES || encode(bytes) !== code) return null
  if (bytes.readUInt8(0) !== VERSION) return null
  return {
    version: VERSION,
    keyId: bytes.readUInt16BE(1),
    ticketId: (bytes.readBigUInt64BE(3) & 0xffffffffffffffn).toString(),
    copy: bytes.readUInt8(3),
    performanceId: bytes.readBigUInt64BE(11).toString(),
    validFrom: new Date(bytes.readUInt32BE(19) * 1000),
    validUntil: new Date(bytes.readUInt32BE(23) * 1000),
    signedBytes: bytes.subarray(0, SIGNED_BYTES),
    signature: bytes.subarray(SIGNED_BYTES),
  }
}

/**
 * Says whether a code is genuine. `publicKeyFor` gives the organisation's own keys only: that is what refuses the
 * tickets of another one. Whether the window of validity is open is for the door to judge. Never throws.
 */
export function verifyTicketCode(
  code: string,
  publicKeyFor: (keyId: number) => KeyObject | undefined,
): TicketCode | RefusedTicketCode {
  const read = readTicketCode(code)
  if (!read) return { refused: "malformed" }
  const { signedBytes, signature, ...ticket } = read
  const publicKey = publicKeyFor(ticket.keyId)
  if (!publicKey) return { refused: "unknown_key" }
  return verify(null, signedBytes, publicKey, signature) ? ticket : { refused: "forged" }
}
