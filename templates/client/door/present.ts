/** What the server says of a ticket. */
export type Answer = { result: string; line: string; show: string | null }

/** Why a ticket could not be checked. */
export type Trouble = "noNetwork" | "serverTrouble" | "signedOut"

export type Scan = { code: string; performanceId: string; gate?: string; nonce: string }

/** How long each try waits for an answer, in milliseconds: a network that comes and goes is given a second one. */
const patience = [2500, 4000]

/** A scan of this code, with a nonce of its own: however often it is sent, it is one scan. */
export function newScan(code: string, performanceId: string, gate: string): Scan {
  // randomUUID is missing on a plain http address.
  const nonce = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("")
  return { code: code.slice(0, 400), performanceId, nonce, ...(gate ? { gate } : {}) }
}

/** Asks the server. Whatever happens, what is not an answer of the server is a trouble and never lets anybody in. */
export async function present(url: string, csrf: string, scan: Scan): Promise<Answer | Trouble> {
  for (const wait of patience) {
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", "x-csrf-token": csrf },
        body: JSON.stringify(scan),
        credentials: "same-origin",
        cache: "no-store",
        signal: AbortSignal.timeout(wait),
      })
      if (response.ok) return (await response.json()) as Answer
      return response.status === 401 || response.status === 403 ? "signedOut" : "serverTrouble"
    } catch {
      // Not reached, or no answer in time: the same scan again.
    }
  }
  return "noNetwork"
}
