import { createHmac, timingSafeEqual } from "node:crypto"
import type { Secrets } from "../../server/secrets.ts"

/**
 * A place: of one line, one round of it and one arrival. Without `arrival` it is the promise of one, which a browser
 * brings back to show that it keeps cookies: who does not can't fill the line with places nobody holds.
 */
export interface Place {
  lineId: string
  round: number
  arrival: number | null
  /** Seconds since 1970. */
  at: number
}

/** Signs places with a key of the instance, and reads those that it signed. */
export class Places {
  readonly #key: Buffer

  constructor(secrets: Secrets) {
    this.#key = secrets.derive("places in line")
  }

  write(organisationId: string, place: Omit<Place, "at">, now = Date.now()): string {
    const said = [place.lineId, place.round, place.arrival ?? "", Math.floor(now / 1000)].join(".")
    return `${said}.${this.#sign(organisationId, said)}`
  }

  read(organisationId: string, text: string | undefined): Place | undefined {
    const [, said = "", lineId = "", round, arrival, at, signature = ""] =
      /^((\d{1,18})\.(\d{1,9})\.(\d{0,9})\.(\d{1,11}))\.([\w-]{22})$/.exec(text ?? "") ?? []
    if (said === "") return undefined
    const good = this.#sign(organisationId, said)
    if (!timingSafeEqual(Buffer.from(good), Buffer.from(signature))) return undefined
    return {
      lineId,
      round: Number(round),
      arrival: arrival === "" ? null : Number(arrival),
      at: Number(at),
    }
  }

  #sign(organisationId: string, said: string): string {
    return createHmac("sha256", this.#key)
      .update(`${organisationId}:${said}`)
      .digest("base64url")
      .slice(0, 22)
  }
}
