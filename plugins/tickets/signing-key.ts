import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from "node:crypto"

/** An Ed25519 key as it is stored: the public half raw (32 bytes), the private half in PKCS #8 DER (RFC 8410). */
export interface SigningKey {
  publicKey: Buffer
  privateKey: Buffer
}

/** RFC 8410: every Ed25519 SubjectPublicKeyInfo is this header followed by the 32 raw bytes. */
const SPKI_HEADER = Buffer.from("302a300506032b6570032100", "hex")
const RAW_KEY_BYTES = 32

/** Makes a new key pair for one organisation. Seal the private half before it is stored. */
export function createSigningKey(): SigningKey {
  const pair = generateKeyPairSync("ed25519", {
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "der" },
  })
  return { publicKey: pair.publicKey.subarray(-RAW_KEY_BYTES), privateKey: pair.privateKey }
}

/** Throws a RangeError when the bytes are not 32. */
export function loadPublicKey(raw: Uint8Array): KeyObject {
  if (raw.length !== RAW_KEY_BYTES) {
    throw new RangeError(`an Ed25519 public key has ${RAW_KEY_BYTES} bytes, not ${raw.length}`)
  }
  return createPublicKey({ key: Buffer.concat([SPKI_HEADER, raw]), format: "der", type: "spki" })
}

/** Throws when the bytes are not a PKCS #8 key. */
export function loadPrivateKey(der: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(der), format: "der", type: "pkcs8" })
}

const FORMAT = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

function sealingKey(secret: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", "parterre ticket signing key v1", 32))
}

/**
 * Encrypts a private key for storage, with a key derived (HKDF-SHA-256) from the secret of the instance.
 * The result is: format 1 (1 byte), nonce (12), AES-256-GCM ciphertext, tag (16).
 */
export function sealPrivateKey(secret: Buffer, der: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv("aes-256-gcm", sealingKey(secret), nonce)
  cipher.setAAD(Buffer.of(FORMAT))
  const sealed = Buffer.concat([cipher.update(der), cipher.final()])
  return Buffer.concat([Buffer.of(FORMAT), nonce, sealed, cipher.getAuthTag()])
}

/** Gives back what `sealPrivateKey` took. Throws when the secret is another one or a byte was changed. */
export function openPrivateKey(secret: Buffer, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed)
  if (bytes[0] !== FORMAT || bytes.length <= 1 + NONCE_BYTES + TAG_BYTES) {
    throw new Error("not a sealed signing key")
  }
  const decipher = createDecipheriv("aes-256-gcm", sealingKey(secret), bytes.subarray(1, 1 + NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(Buffer.of(FORMAT))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(1 + NONCE_BYTES, -TAG_BYTES)), decipher.final()])
  } catch (cause) {
    throw new Error("the signing key was sealed with another secret, or was changed since", { cause })
  }
}
