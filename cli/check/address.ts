import type { Config } from "../../server/config.ts"
import { bad, doubt, type Finding, good } from "./finding.ts"

/** Whether links lead somewhere, and whether Parterre answers on this machine. */
export async function* checkAddress(config: Config): AsyncGenerator<Finding> {
  yield publicAddress(config)
  const host = config.host === "0.0.0.0" || config.host === "::" ? "127.0.0.1" : config.host
  const here = `http://${host}:${config.port}`
  try {
    const answer = await fetch(`${here}/readyz`, { signal: AbortSignal.timeout(5000) })
    yield answer.ok
      ? good(`Parterre answers at ${here} and is ready.`)
      : bad(`Parterre answers at ${here} but is not ready.`)
  } catch {
    yield doubt(`Nothing answers at ${here}: Parterre does not run here now.`)
  }
}

function publicAddress({ publicUrl, databaseUrl }: Config): Finding {
  if (!publicUrl)
    return databaseUrl
      ? bad("PUBLIC_URL is not set: the links in mails lead nowhere.")
      : doubt("PUBLIC_URL is not set: the shop can be used from this machine only.")
  const { protocol, hostname } = new URL(publicUrl)
  const local = hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]"
  if (local) return doubt(`PUBLIC_URL is ${publicUrl}: the shop can be used from this machine only.`)
  if (protocol !== "https:")
    return doubt(`PUBLIC_URL is ${publicUrl}, without https: passwords cross the network in the clear.`)
  return good(`The shop is at ${publicUrl}.`)
}
