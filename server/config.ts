import { isIP } from "node:net"
import { resolve } from "node:path"
import { type Static, Type } from "typebox"
import { Value } from "typebox/value"
import { type PrinterNetworks, printerNetworks } from "./printer-networks.ts"
import { StartError } from "./start-error.ts"

const Flag = Type.Union([Type.Literal("0"), Type.Literal("1")], { description: "0 or 1" })

const logLevels = ["fatal", "error", "warn", "info", "debug", "silent"] as const

/**
 * The environment Parterre reads. Everything is optional: see docs/operating.md for the meaning of each variable. The
 * description is what a refused value must be, as the operator reads it.
 */
const Environment = Type.Object({
  PORT: Type.Integer({ minimum: 0, maximum: 65535, default: 3000, description: "a number from 0 to 65535" }),
  HOST: Type.String({ minLength: 1, default: "127.0.0.1" }),
  PUBLIC_URL: Type.Optional(
    Type.String({
      pattern: "^https?://[^/?#\\s]+$",
      description: "http:// or https:// and a name, with nothing after it",
    }),
  ),
  DATA_DIR: Type.String({ minLength: 1, default: "./data" }),
  DATABASE_URL: Type.Optional(
    Type.String({ pattern: "^postgres(ql)?://", description: "an address that starts with postgres://" }),
  ),
  DATABASE_POOL: Type.Integer({
    minimum: 2,
    maximum: 500,
    default: 16,
    description: "a number of connections from 2 to 500",
  }),
  REDIS_URL: Type.Optional(
    Type.String({ pattern: "^rediss?://", description: "an address that starts with redis:// or rediss://" }),
  ),
  SECRET_KEY: Type.Optional(Type.String({ minLength: 32, description: "32 characters long or more" })),
  ADMIN_EMAIL: Type.Optional(
    Type.String({ pattern: "^[^@\\s]+@[^@\\s]+$", description: "an e-mail address" }),
  ),
  ADMIN_PASSWORD: Type.Optional(Type.String({ minLength: 10, description: "10 characters long or more" })),
  DEMO: Type.Optional(Flag),
  SMTP_URL: Type.Optional(
    Type.String({ pattern: "^smtps?://", description: "an address that starts with smtp:// or smtps://" }),
  ),
  MAIL_FROM: Type.String({
    minLength: 3,
    default: "Parterre <tickets@localhost>",
    description: "an address such as Parterre <tickets@example.org>",
  }),
  QUEUE_AGAIN_SECONDS: Type.Integer({
    minimum: 1,
    maximum: 86_400,
    default: 60,
    description: "a number of seconds from 1 to 86400",
  }),
  QUEUE_LOCK_SECONDS: Type.Integer({
    minimum: 1,
    maximum: 3600,
    default: 30,
    description: "a number of seconds from 1 to 3600",
  }),
  RATE_LIMIT: Type.Integer({
    minimum: 0,
    default: 600,
    description: "a number of writes a minute, or 0 for no limit",
  }),
  PAYMENT_SANDBOX: Type.Optional(Flag),
  STRIPE_SECRET_KEY: Type.Optional(Type.String({ minLength: 1 })),
  STRIPE_WEBHOOK_SECRET: Type.Optional(Type.String({ minLength: 1 })),
  STRIPE_API_URL: Type.Optional(
    Type.String({ pattern: "^https?://", description: "an address that starts with http:// or https://" }),
  ),
  PRINTER_PORTS: Type.String({
    pattern: "^\\d{1,5}(-\\d{1,5})?(,\\d{1,5}(-\\d{1,5})?)*$",
    default: "9100-9109",
    description: "ports and ranges of ports, such as 9100-9109",
  }),
  PRINTER_NETWORKS: Type.Optional(
    Type.String({ minLength: 4, description: "none, or networks such as 192.168.1.0/24" }),
  ),
  TRUST_PROXY: Type.Union([Flag, Type.String({ minLength: 3 })], {
    default: "0",
    description: "0, 1, or the addresses of the proxies",
  }),
  LOG_LEVEL: Type.Union(
    logLevels.map((level) => Type.Literal(level)),
    { default: "info", description: `one of ${logLevels.join(", ")}` },
  ),
  PLUGINS: Type.String({ default: "" }),
})

export type Role = "web" | "worker"

/** What the program runs with: the environment, checked once at start and spelled out. */
export interface Config {
  readonly port: number
  readonly host: string
  /** Set by the operator, else `http://HOST:PORT` once the port is known. */
  publicUrl: string
  readonly dataDir: string
  /** Undefined: the embedded database. */
  readonly databaseUrl: string | undefined
  readonly databasePool: number
  readonly redisUrl: string | undefined
  readonly secretKey: string | undefined
  readonly adminEmail: string | undefined
  readonly adminPassword: string | undefined
  readonly demo: boolean
  readonly queue: {
    /** How long a job that was handed to the queue may stay undone before it is handed again. */
    againAfterSeconds: number
    /** How long a worker may be silent before another one takes its job. */
    lockSeconds: number
  }
  readonly smtpUrl: string | undefined
  readonly mailFrom: string
  /** Shop writes per minute and address; 0: no limit. */
  readonly rateLimit: number
  readonly paymentSandbox: boolean
  /** Where direct printing may connect to. */
  readonly printers: PrinterNetworks
  readonly stripe: { secretKey: string; webhookSecret: string; apiUrl: string | undefined } | undefined
  /** Whose word is taken for the visitor's address: nobody's, the nearest proxy's, or these addresses'. */
  readonly trustProxy: false | 1 | string
  readonly logLevel: string
  /** Plugins from outside the repository: package names or file paths. */
  readonly plugins: readonly string[]
  readonly roles: readonly Role[]
}

/** Checks `env` and spells it out. Throws a StartError that names the first wrong variable, never its value. */
export function readConfig(env: NodeJS.ProcessEnv, roles: readonly Role[] = ["web", "worker"]): Config {
  const given = Object.fromEntries(
    Object.entries(Environment.properties).flatMap(([key, schema]) => {
      const text = env[key]
      if (text === undefined || text === "") return []
      return [[key, Type.IsInteger(schema) && /^-?\d+$/.test(text) ? Number(text) : text]]
    }),
  )
  const value: unknown = Value.Default(Environment, given)
  if (!Value.Check(Environment, value)) {
    const name = Value.Errors(Environment, value)[0]?.instancePath.split("/")[1] ?? "?"
    const schema: object = Environment.properties[name as keyof typeof Environment.properties]
    const wanted = "description" in schema ? schema.description : "a text"
    throw new StartError(`The variable ${name} is not usable: it must be ${wanted}.`)
  }
  return fromEnvironment(value, roles)
}

function fromEnvironment(env: Static<typeof Environment>, roles: readonly Role[]): Config {
  if (env.STRIPE_SECRET_KEY && !env.STRIPE_WEBHOOK_SECRET)
    throw new StartError("STRIPE_SECRET_KEY is set but STRIPE_WEBHOOK_SECRET is not.")
  if (env.ADMIN_PASSWORD && !env.ADMIN_EMAIL)
    throw new StartError("ADMIN_PASSWORD is set but ADMIN_EMAIL is not.")
  const embedded = env.DATABASE_URL === undefined
  const flag = (value: "0" | "1" | undefined, otherwise: boolean) =>
    value === undefined ? otherwise : value === "1"
  return {
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.PUBLIC_URL ?? "",
    dataDir: resolve(env.DATA_DIR),
    databaseUrl: env.DATABASE_URL,
    databasePool: env.DATABASE_POOL,
    redisUrl: env.REDIS_URL,
    secretKey: env.SECRET_KEY,
    adminEmail: env.ADMIN_EMAIL,
    adminPassword: env.ADMIN_PASSWORD,
    demo: flag(env.DEMO, embedded),
    queue: { againAfterSeconds: env.QUEUE_AGAIN_SECONDS, lockSeconds: env.QUEUE_LOCK_SECONDS },
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM,
    rateLimit: env.RATE_LIMIT,
    paymentSandbox: flag(env.PAYMENT_SANDBOX, embedded),
    stripe:
      env.STRIPE_SECRET_KEY && env.STRIPE_WEBHOOK_SECRET
        ? {
            secretKey: env.STRIPE_SECRET_KEY,
            webhookSecret: env.STRIPE_WEBHOOK_SECRET,
            apiUrl: env.STRIPE_API_URL,
          }
        : undefined,
    printers: printerNetworks(env.PRINTER_PORTS, env.PRINTER_NETWORKS),
    trustProxy: trustProxyOf(env.TRUST_PROXY),
    logLevel: env.LOG_LEVEL,
    plugins: env.PLUGINS.split(",")
      .map((name) => name.trim())
      .filter(Boolean),
    roles,
  }
}

function trustProxyOf(value: string): Config["trustProxy"] {
  if (value === "0") return false
  if (value === "1") return 1
  const isAddress = (part: string) => {
    const [address = "", bits] = part.trim().split("/")
    const named = ["loopback", "linklocal", "uniquelocal"].includes(address)
    return named || (isIP(address) !== 0 && (bits === undefined || /^\d{1,3}$/.test(bits)))
  }
  if (!value.split(",").every(isAddress))
    throw new StartError(
      "The variable TRUST_PROXY is not usable: it must be 0, 1, or the addresses of the proxies.",
    )
  return value
}
