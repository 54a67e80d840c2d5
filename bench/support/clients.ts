import { Agent, request } from "node:http"

const agent = new Agent({ keepAlive: true, maxSockets: 256 })

/** One POST with a JSON body over a kept connection; the answer's status and JSON. */
export function post<T>(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: T }> {
  const payload = JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      {
        method: "POST",
        agent,
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(payload),
          ...headers,
        },
      },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on("data", (chunk: Buffer) => chunks.push(chunk))
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            body: JSON.parse(Buffer.concat(chunks).toString("utf8") || "null") as T,
          }),
        )
        answer.on("error", reject)
      },
    )
    call.on("error", reject)
    call.end(payload)
  })
}

export interface Rate {
  perSecond: number
  p50: number
  p99: number
}

/** `clients` repeat `once` for so many seconds, after a warm-up; how many a second, and how long one takes (ms). */
export async function measure(clients: number, seconds: number, once: () => Promise<void>): Promise<Rate> {
  const repeat = async (until: number, times?: number[]) => {
    while (performance.now() < until) {
      const before = performance.now()
      await once()
      times?.push(performance.now() - before)
    }
  }
  const all = (until: number, times?: number[]) =>
    Promise.all(Array.from({ length: clients }, () => repeat(until, times)))
  await all(performance.now() + 2000)
  const times: number[] = []
  const before = performance.now()
  await all(before + seconds * 1000, times)
  const elapsed = (performance.now() - before) / 1000
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { perSecond: times.length / elapsed, p50: at(0.5), p99: at(0.99) }
}
