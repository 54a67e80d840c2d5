import t from "tap"
import { readConfig } from "../../server/config.ts"
import { StartError } from "../../server/start-error.ts"

/** A value that shows if a message quotes what it was given. */
const mark = "h1dd3n"

const wrong: Record<string, string[]> = {
  PORT: [mark, "-1", "65536", "3000.5", "80a", "1e99"],
  PUBLIC_URL: [mark, `ftp://${mark}`, `https://${mark}/path`, `https://${mark}?q`, "https://"],
  DATABASE_URL: [mark, `mysql://${mark}`, `http://${mark}`],
  DATABASE_POOL: [mark, "1", "501", "-4"],
  REDIS_URL: [mark, `http://${mark}`],
  SECRET_KEY: [mark, "short"],
  ADMIN_EMAIL: [mark, `${mark}@`, `a b@${mark}`],
  DEMO: [mark, "2", "yes", "true"],
  SMTP_URL: [mark, `http://${mark}`],
  MAIL_FROM: ["x"],
  RATE_LIMIT: [mark, "-1", "1.5"],
  PAYMENT_SANDBOX: [mark, "on"],
  QUEUE_AGAIN_SECONDS: [mark, "0"],
  QUEUE_LOCK_SECONDS: [mark, "0", "3601"],
  STRIPE_API_URL: [mark],
  PRINTER_PORTS: [mark, "0", "9200-9100", "65536", "9100-"],
  PRINTER_NETWORKS: [mark, "10.0.0.0/33", "printers.example", "10.0.0.0/8,"],
  TRUST_PROXY: ["2", mark, "10.0.0.0/8,proxy.example", "true"],
  LOG_LEVEL: [mark, "verbose"],
}

t.test("each wrong variable is named in one sentence that does not quote it", async (t) => {
  for (const [name, values] of Object.entries(wrong))
    for (const value of values) {
      const error = refusal({ [name]: value })
      t.type(error, StartError, `${name}=${value} is refused`)
      t.match(error?.message ?? "", new RegExp(`\\b${name}\\b.*\\.$`), "names it")
      t.notMatch(error?.message ?? "", mark, "does not quote it")
      t.notMatch(error?.message ?? "", /\n|a text/, "in one line, and says what it must be")
    }
})

t.test("a password alone, and half of Stripe, are refused by name", async (t) => {
  t.match(
    refusal({ ADMIN_PASSWORD: `${mark}-${mark}` })?.message,
    /^ADMIN_PASSWORD is set but ADMIN_EMAIL is not\.$/,
  )
  t.match(refusal({ ADMIN_EMAIL: "a@b.fr", ADMIN_PASSWORD: mark })?.message, /ADMIN_PASSWORD/)
  t.notMatch(refusal({ ADMIN_EMAIL: "a@b.fr", ADMIN_PASSWORD: mark })?.message, mark)
  t.match(
    refusal({ STRIPE_SECRET_KEY: mark })?.message,
    /^STRIPE_SECRET_KEY is set but STRIPE_WEBHOOK_SECRET is not\.$/,
  )
})

t.test("nothing set: the embedded database with its demonstration", async (t) => {
  const config = readConfig({})
  t.match(config, {
    port: 3000,
    host: "127.0.0.1",
    databaseUrl: undefined,
    demo: true,
    paymentSandbox: true,
    rateLimit: 600,
    plugins: [],
    roles: ["web", "worker"],
  })
})

t.test("an operator's database brings neither the demonstration nor the sandbox", async (t) => {
  const config = readConfig({ DATABASE_URL: "postgres://db/parterre" })
  t.match(config, { demo: false, paymentSandbox: false })
  const asked = readConfig({ DATABASE_URL: "postgres://db/parterre", DEMO: "1", PAYMENT_SANDBOX: "1" })
  t.match(asked, { demo: true, paymentSandbox: true })
})

t.test("an empty variable is an unset one", async (t) => {
  t.match(readConfig({ PORT: "", DATABASE_URL: "", LOG_LEVEL: "", DEMO: "" }), {
    port: 3000,
    databaseUrl: undefined,
  })
})

t.test("lists and flags are spelled out", async (t) => {
  const config = readConfig({
    PLUGINS: " ./a.js, parterre-b ,",
    TRUST_PROXY: "1",
    DEMO: "0",
    RATE_LIMIT: "0",
  })
  t.same(config.plugins, ["./a.js", "parterre-b"])
  t.match(config, { trustProxy: 1, demo: false, rateLimit: 0 })
  t.equal(readConfig({ TRUST_PROXY: "loopback, ::1" }).trustProxy, "loopback, ::1")
  t.equal(readConfig({ TRUST_PROXY: "10.0.0.0/8" }).trustProxy, "10.0.0.0/8")
})

function refusal(env: Record<string, string>): Error | undefined {
  try {
    readConfig(env)
  } catch (error) {
    return error as Error
  }
  return undefined
}
