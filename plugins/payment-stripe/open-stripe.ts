import type Stripe from "stripe"
import type { Config } from "../../server/config.ts"

/** Stripe's own library; loaded here, so that an instance without Stripe does not carry it in memory. */
export async function openStripe(config: NonNullable<Config["stripe"]>): Promise<Stripe> {
  const { default: Library } = await import("stripe")
  const address = config.apiUrl ? new URL(config.apiUrl) : undefined
  return new Library(config.secretKey, {
    ...(address && {
      protocol: address.protocol === "http:" ? "http" : "https",
      host: address.hostname,
      port: address.port || (address.protocol === "http:" ? 80 : 443),
    }),
    // A person waits for the answer.
    timeout: 8_000,
    maxNetworkRetries: 1,
    telemetry: false,
    appInfo: { name: "Parterre" },
  })
}
