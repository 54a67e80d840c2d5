import { setTimeout as sleep } from "node:timers/promises"

/** Asks again and again until `question` answers with something true; throws after `seconds`. */
export async function waitUntil<T>(
  question: () => Promise<T | false | undefined | null> | T | false | undefined | null,
  { seconds = 20, what = "it" }: { seconds?: number; what?: string } = {},
): Promise<T> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const answer = await question()
    if (answer) return answer
    if (Date.now() > end) throw new Error(`${what} did not come within ${seconds} s`)
    await sleep(20)
  }
}
