import type { FastifyReply, FastifyRequest } from "fastify"
import packageJson from "../../package.json" with { type: "json" }
import type { App } from "../../server/plugin.ts"
import type { StatementPart } from "../ledger/statement.ts"
import { texts } from "./texts.ts"

/** Answers with recipe statements to print and to keep. */
export async function sendStatements(
  app: App,
  { organisation, locale }: FastifyRequest,
  reply: FastifyReply,
  name: string,
  parts: readonly StatementPart[],
  heading?: string,
): Promise<FastifyReply> {
  // What draws is heavy, and rarely asked for.
  const { printStatements } = await import("./print-statements.ts")
  const version = `${packageJson.version} (${texts[locale].books.toLowerCase()} ${app.ledger.version})`
  const pdf = await printStatements({
    ...{ organisation, parts, locale, editedAt: new Date(), version },
    ...(heading === undefined ? {} : { heading }),
  })
  return reply
    .type("application/pdf")
    .header(
      "content-disposition",
      `attachment; filename="${texts[locale].statements.toLowerCase()}-${name}.pdf"`,
    )
    .header("cache-control", "private, no-store")
    .send(Buffer.from(pdf))
}
