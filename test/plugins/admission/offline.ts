import type { DoorList } from "../../../plugins/admission/door-list.ts"
import type { TestApp } from "../../harness.ts"
import type { Presented } from "./scanning.ts"

type Headers = Record<string, string>

/** A scanner of the theatre, as it says who it is. */
export async function makeDevice(
  { app, as }: Pick<TestApp, "app" | "as">,
  device: object = {},
): Promise<Headers> {
  const made = await app.inject({
    method: "POST",
    url: "/api/v1/organisations/theatre/devices",
    headers: as("boxOffice"),
    payload: { name: "Reader", ...device },
  })
  return { authorization: `Bearer ${made.json<{ token: string }>().token}` }
}

export async function sendBatch(
  { app }: Pick<TestApp, "app">,
  scans: readonly object[],
  headers: Headers,
  more: object = {},
): Promise<(Presented & { placesLeft?: number })[]> {
  const answer = await app.inject({
    method: "POST",
    url: "/api/v1/organisations/theatre/scans/batch",
    headers: { "accept-language": "en", ...headers },
    payload: { scans, ...more },
  })
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return answer.json<{ results: Presented[] }>().results
}

export async function doorListOf(
  { app, as }: Pick<TestApp, "app" | "as">,
  performanceId: string,
  after?: string,
) {
  const answer = await app.inject({
    url: `/api/v1/organisations/theatre/performances/${performanceId}/door-list${after ? `?after=${after}` : ""}`,
    headers: as("door"),
  })
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return {
    list: answer.json<DoorList>(),
    body: answer.body,
    signature: String(answer.headers["door-signature"]),
  }
}

/** The records of a list, as its documentation says. */
export function readList({ tickets }: DoorList) {
  const bytes = Buffer.from(tickets, "base64")
  const records = []
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt8(at + 16)
    records.push({
      lookup: bytes.subarray(at, at + 8),
      flags: bytes.readUInt8(at + 8),
      used: bytes.readUInt16BE(at + 9),
      at: bytes.readUInt32BE(at + 11),
      gate: bytes.readUInt8(at + 15),
      sealed: bytes.subarray(at + 17, at + 17 + length),
    })
    at += 17 + length
  }
  return records
}
