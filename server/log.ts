import type { FastifyServerOptions } from "fastify"
import type { Config } from "./config.ts"

/** Where the lines go instead of the standard output. */
export interface LogStream {
  write(line: string): void
}

interface LoggedError {
  type: string
  message: string
  stack: string | undefined
  code?: unknown
  constraint?: unknown
  cause?: LoggedError
}

/**
 * Structured logs. Addresses, query strings and bodies may name people: what is logged of a request is chosen by hand.
 * So is what is logged of an error: the database quotes the row it refuses in `detail`, a mail server the address.
 */
export function logger(config: Config, stream?: LogStream): FastifyServerOptions["logger"] {
  return {
    level: config.logLevel,
    serializers: { req: () => ({}), res: () => ({}), err: (error) => toLogged(error) as never },
    ...(stream ? { stream } : {}),
  }
}

function toLogged(error: Error): LoggedError {
  const { name, message, stack, cause } = error
  const { code, constraint } = error as { code?: unknown; constraint?: unknown }
  return {
    type: name,
    message,
    stack,
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(cause instanceof Error ? { cause: toLogged(cause) } : {}),
  }
}
