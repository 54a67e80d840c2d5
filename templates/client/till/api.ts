import type { TillConfig } from "../../till-screen.ts"

export type Answer<T> = { ok: true; data: T } | { ok: false; code: string; message: string }

/** Asks the server. What can't be reached is an answer too: nothing was lost, it may be tried again. */
export async function ask<T>(
  { api, csrf, words }: TillConfig,
  path: string,
  body?: object,
  key?: string,
): Promise<Answer<T>> {
  try {
    const response = await fetch(`${api}/${path}`, {
      method: body ? "POST" : "GET",
      headers: {
        ...(body ? { "content-type": "application/json", "x-csrf-token": csrf } : {}),
        ...(key ? { "idempotency-key": key } : {}),
      },
      body: body ? JSON.stringify(body) : null,
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(15_000),
    })
    const data = await response.json()
    if (response.ok) return { ok: true, data }
    const field = (data.errors as { message: string }[] | undefined)?.[0]
    const message = [data.title, field?.message ?? data.detail].filter(Boolean).join(" · ")
    return { ok: false, code: data.code, message }
  } catch {
    return { ok: false, code: "no_network", message: words.noNetwork }
  }
}

/** A key for what must happen once, kept while the same is asked again. randomUUID is missing on a plain http address. */
export class OnceKey {
  #body = ""
  #key = ""

  for(body: object): string {
    const text = JSON.stringify(body)
    if (text !== this.#body) {
      this.#body = text
      this.#key = [...crypto.getRandomValues(new Uint8Array(12))]
        .map((byte) => byte.toString(16).padStart(2, "0"))
        .join("")
    }
    return this.#key
  }

  done(): void {
    this.#body = ""
  }
}
