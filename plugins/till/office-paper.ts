import type { FastifyReply, FastifyRequest } from "fastify"
import type { DocumentPart } from "../../templates/document-parts.ts"

/** Answers with the PDF of an office paper of the organisation. */
export async function sendPaper(
  request: FastifyRequest,
  reply: FastifyReply,
  paper: { name: string; title: string; subtitle?: string; parts: readonly DocumentPart[] },
): Promise<FastifyReply> {
  const { organisation, locale } = request
  // Few ask for one: what draws it is read when the first does.
  const { renderDocument } = await import("../tickets/print/render-document.ts")
  const pdf = await renderDocument({
    ...paper,
    organiser: {
      name: organisation.name,
      siret: organisation.legal.siret ?? null,
      licences: organisation.legal.licences,
      address: organisation.address,
    },
    ...{ locale, timeZone: organisation.timezone, madeAt: new Date() },
    training: organisation.trainingOf !== null,
  })
  return reply
    .type("application/pdf")
    .header("content-disposition", `attachment; filename="${organisation.slug}-${paper.name}.pdf"`)
    .header("cache-control", "private, no-store")
    .send(Buffer.from(pdf))
}
