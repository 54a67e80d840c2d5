import { Agent, request } from "node:http"

const agent = new Agent({ keepAlive: true, maxSockets: 1024 })

interface Answer<T> {
  status: number
  body: T
}

/** One POST with a JSON body over a kept connection; the answer's status and JSON. */
export function post<T>(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<T>> {
  const payload = JSON.stringify(body)
  const own = { "content-type": "application/json", "content-length": Buffer.byteLength(payload) }
  return ask<T>("POST", url, { ...own, ...headers }, payload)
}

/** One GET over a kept connection. */
export function get<T>(url: string, headers: Record<string, string> = {}): Promise<Answer<T>> {
  return ask<T>("GET", url, headers)
}

function ask<T>(
  method: string,
  url: string,
  headers: Record<string, string | number>,
  payload?: string,
): Promise<Answer<T>> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method, agent, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on("data", (chunk: Buffer) => chunks.push(chunk))
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          body: JSON.parse(Buffer.concat(chunks).toString("utf8") || "null") as T,
        }),
      )
      answer.on("error", reject)
    })
    call.on("error", reject)
    call.end(payload)
  })
}

/** The time that such a share of the others does not exceed. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
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
  return { perSecond: times.length / elapsed, p50: quantile(times, 0.5), p99: quantile(times, 0.99) }
}
