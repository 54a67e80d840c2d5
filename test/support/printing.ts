import type { TestApp } from "../harness.ts"
import type { NetworkPrinter } from "./network-printer.ts"
import { waitUntil } from "./wait-until.ts"

export interface Job {
  id: string
  kind: string
  status: string
  failure: string | null
  message: string | null
  attempts: number
  doubtful: boolean
  orderId: string | null
}

/** The printers of the cast's organisation, as a client that knows the contract uses them. */
export function printing({ app, as }: TestApp, person: Parameters<TestApp["as"]>[0] = "manager") {
  const call = (method: "GET" | "POST" | "PATCH" | "DELETE", path: string, payload?: object) =>
    app.inject({
      method,
      url: `/api/v1/organisations/theatre/${path}`,
      headers: as(person),
      ...(payload ? { payload } : {}),
    })
  const jobs = async (query = "") => {
    const answer = await call("GET", `print-jobs${query}`)
    return answer.json<{ data: Job[] }>().data
  }
  return {
    call,
    jobs,
    async add(printer: NetworkPrinter, more: object = {}): Promise<string> {
      const answer = await call("POST", "printers", {
        ...{ name: "Guichet", kind: "escpos", host: "127.0.0.1", port: printer.port },
        ...more,
      })
      if (answer.statusCode !== 201) throw new Error(answer.body)
      return answer.json().id
    },
    /** The newest job, once it is so. */
    until: (status: string, seconds = 30) =>
      waitUntil(async () => (await jobs()).find((job, index) => index === 0 && job.status === status), {
        ...{ seconds, what: `a job that is ${status}` },
      }),
  }
}

/** The till of a session. */
export async function tillOf({ db }: TestApp, sessionId: string): Promise<string> {
  const { till_id } = await db
    .selectFrom("till_sessions")
    .select("till_id")
    .where("id", "=", sessionId)
    .executeTakeFirstOrThrow()
  return till_id
}
