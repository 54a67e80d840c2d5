import { createHmac, hkdfSync, randomBytes } from "node:crypto"
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Config } from "./config.ts"
import { StartError } from "./start-error.ts"

/** The root secret of the instance; everything signed or sealed uses a key derived from it for one purpose. */
export class Secrets {
  readonly #root: Buffer

  constructor(root: string) {
    this.#root = Buffer.from(root, "utf8")
  }

  /** 32 bytes for one purpose: HKDF-SHA-256 of the root secret. */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync("sha256", this.#root, "parterre", purpose, 32))
  }

  /** A keyed fingerprint of `value`: for looking up a token without storing it. */
  fingerprint(purpose: string, value: string): Buffer {
    return createHmac("sha256", this.derive(purpose)).update(value).digest()
  }
}

/** SECRET_KEY when it is set, else the one made at the first start and kept in DATA_DIR with mode 600. */
export function loadSecrets(config: Config): Secrets {
  if (config.secretKey) return new Secrets(config.secretKey)
  const file = join(config.dataDir, "secret.key")
  try {
    return new Secrets(readFileSync(file, "utf8").trim())
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT")
      throw new StartError(`The secret in ${file} can't be read: ${(error as Error).message}.`)
  }
  try {
    mkdirSync(config.dataDir, { recursive: true })
    writeFileSync(file, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" })
    chmodSync(file, 0o600)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST")
      throw new StartError(`DATA_DIR ${config.dataDir} can't be written: ${(error as Error).message}.`)
  }
  return new Secrets(readFileSync(file, "utf8").trim())
}
