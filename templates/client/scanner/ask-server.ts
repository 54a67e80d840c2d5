import type { Paired } from "./store.ts"

export interface ServerAnswer {
  result: string
  admittedAt?: string
  gate?: string
  people?: number
  placesLeft?: number
  line: string
  show: string | null
  ticket?: {
    number: string
    zone: string
    tariff: string
    seat?: string
    proof?: string
    message?: string
    places?: number
  }
}

/** Asks the server about a code; null when it does not answer as it should. */
export async function askServer(
  paired: Paired,
  locale: string,
  scan: object,
  patience: number,
): Promise<ServerAnswer | null> {
  try {
    const answer = await fetch(`/api/v1/organisations/${paired.organisation.slug}/scans`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${paired.token}`,
        "content-type": "application/json",
        "accept-language": locale,
      },
      body: JSON.stringify(scan),
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(patience),
    })
    return answer.ok ? ((await answer.json()) as ServerAnswer) : null
  } catch {
    return null
  }
}
