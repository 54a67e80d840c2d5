import { webcrypto } from "node:crypto"
import { decode, encode } from "base45"
import fc from "fast-check"
import t from "tap"
import {
  createSigningKey,
  loadPrivateKey,
  loadPublicKey,
  openPrivateKey,
  sealPrivateKey,
} from "../../../plugins/tickets/signing-key.ts"
import { readTicketCode, signTicketCode, verifyTicketCode } from "../../../plugins/tickets/ticket-code.ts"

const stored = createSigningKey()
const privateKey = loadPrivateKey(stored.privateKey)
const publicKey = loadPublicKey(stored.publicKey)
const own = (keyId: number) => (keyId === 3 ? publicKey : undefined)
const ticket = {
  keyId: 3,
  ticketId: "481",
  copy: 0,
  performanceId: "42",
  validFrom: new Date("2027-01-15T19:00:00Z"),
  validUntil: new Date("2027-01-15T21:40:00Z"),
}
const code = signTicketCode(privateKey, ticket)

const id = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)
const second = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const anyTicket = fc
  .record({
    keyId: fc.integer({ min: 0, max: 65535 }),
    ticketId: fc.bigInt({ min: 0n, max: 2n ** 56n - 1n }).map(String),
    copy: fc.integer({ min: 0, max: 255 }),
    performanceId: id,
    from: second,
    until: second,
  })
  .map(({ from, until, ...rest }) => ({
    ...rest,
    validFrom: new Date(Math.min(from, until) * 1000),
    validUntil: new Date(Math.max(from, until) * 1000),
  }))

t.test("what is signed is read back, by the public key alone", async (t) => {
  fc.assert(
    fc.property(anyTicket, (any) => {
      const signed = signTicketCode(privateKey, any)
      const verified = verifyTicketCode(signed, (keyId) => (keyId === any.keyId ? publicKey : undefined))
      t.strictSame(verified, { version: 1, ...any })
    }),
    { numRuns: 200 },
  )
})

t.test("a code fits the alphanumeric mode of a QR and 160 characters", async (t) => {
  fc.assert(
    fc.property(anyTicket, (any) => {
      const signed = signTicketCode(privateKey, any)
      return signed.length <= 160 && /^[0-9A-Z $%*+\-./:]+$/.test(signed)
    }),
    { numRuns: 200 },
  )
  t.equal(code.length, 137)
})

t.test("the window covers the fractions of a second it was given", async (t) => {
  const read = readTicketCode(
    signTicketCode(privateKey, {
      ...ticket,
      validFrom: new Date("2027-01-15T19:00:00.700Z"),
      validUntil: new Date("2027-01-15T21:40:00.200Z"),
    }),
  )
  t.equal(read?.validFrom.toISOString(), "2027-01-15T19:00:00.000Z")
  t.equal(read?.validUntil.toISOString(), "2027-01-15T21:40:01.000Z")
})

t.test("a changed byte is refused, wherever it is", async (t) => {
  const bytes = decode(code)
  for (let at = 0; at < bytes.length; at++) {
    for (const flip of [0x01, 0x80, 0xff]) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(at) ^ flip, at)
      const verified = verifyTicketCode(encode(changed), own)
      t.match(verified, { refused: at === 0 ? "malformed" : at < 3 ? "unknown_key" : "forged" }, `byte ${at}`)
    }
  }
})

t.test("a truncated or longer code is malformed", async (t) => {
  for (let length = 0; length < code.length; length++) {
    t.strictSame(verifyTicketCode(code.slice(0, length), own), { refused: "malformed" })
  }
  t.strictSame(verifyTicketCode(`${code}0`, own), { refused: "malformed" })
  t.strictSame(verifyTicketCode(encode(Buffer.concat([decode(code), Buffer.of(0)])), own), {
    refused: "malformed",
  })
})

t.test("one ticket has one spelling", async (t) => {
  t.equal(readTicketCode(code.toLowerCase()), null)
  t.equal(readTicketCode(` ${code}`), null)
  t.equal(readTicketCode(`${code}\n`), null)
  t.equal(readTicketCode(":::".repeat(45) + code.slice(-2)), null, "three characters above 65535")
  t.equal(readTicketCode(`${code.slice(0, -2)}::`), null, "two characters above 255")
})

t.test("another version is malformed, even well signed", async (t) => {
  const { sign } = await import("node:crypto")
  const body = Buffer.from(decode(code)).subarray(0, 27)
  body.writeUInt8(2, 0)
  t.equal(readTicketCode(encode(Buffer.concat([body, sign(null, body, privateKey)]))), null)
})

t.test("another organisation's ticket is refused, whether its key has the same number or not", async (t) => {
  const other = loadPrivateKey(createSigningKey().privateKey)
  t.strictSame(verifyTicketCode(signTicketCode(other, ticket), own), { refused: "forged" })
  t.strictSame(verifyTicketCode(signTicketCode(other, { ...ticket, keyId: 4 }), own), {
    refused: "unknown_key",
  })
})

t.test("whatever is scanned, nothing throws", async (t) => {
  const alphanumeric = fc.string({
    unit: fc.constantFrom(..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"),
    minLength: 137,
    maxLength: 137,
  })
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), alphanumeric), (scanned) => {
      t.hasProp(verifyTicketCode(scanned, own), "refused")
    }),
    { numRuns: 1000 },
  )
})

t.test("what cannot be written is not signed", async (t) => {
  t.throws(() => signTicketCode(privateKey, { ...ticket, keyId: 65536 }), RangeError)
  t.throws(() => signTicketCode(privateKey, { ...ticket, ticketId: String(2n ** 56n) }), RangeError)
  t.throws(() => signTicketCode(privateKey, { ...ticket, copy: 256 }), RangeError)
  t.throws(() => signTicketCode(privateKey, { ...ticket, performanceId: String(2n ** 64n) }), RangeError)
  t.throws(() => signTicketCode(privateKey, { ...ticket, validUntil: new Date("2107-01-01") }), RangeError)
  t.throws(
    () => signTicketCode(privateKey, { ...ticket, validUntil: new Date("2027-01-15T18:00:00Z") }),
    RangeError,
  )
})

t.test("a browser verifies it as the layout says", async (t) => {
  const bytes = decode(code)
  const raw = await webcrypto.subtle.importKey("raw", stored.publicKey, "Ed25519", false, ["verify"])
  const good = await webcrypto.subtle.verify("Ed25519", raw, bytes.subarray(27), bytes.subarray(0, 27))
  t.equal(good, true)
})

t.test("the private key is kept sealed", async (t) => {
  const secret = Buffer.from("the secret of the instance")
  const sealed = sealPrivateKey(secret, stored.privateKey)
  t.notOk(sealed.includes(stored.privateKey.subarray(-32)))
  t.notSame(sealed, sealPrivateKey(secret, stored.privateKey), "never twice the same")
  t.same(openPrivateKey(secret, sealed), stored.privateKey)
  t.throws(() => openPrivateKey(Buffer.from("another secret"), sealed), /another secret/)
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    t.throws(() => openPrivateKey(secret, changed), `byte ${at}`)
  }
  t.throws(() => openPrivateKey(secret, sealed.subarray(0, 20)))
  t.throws(() => loadPublicKey(Buffer.alloc(31)), RangeError)
})
