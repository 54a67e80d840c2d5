import { couponSlip } from "../printing/coupon-slip.ts"
import { trainingMark } from "../tickets/print/training-mark.ts"
import { renderTickets } from "../tickets/render-tickets.ts"
import { texts as ticketTexts } from "../tickets/texts.ts"
import type { DeclarationInput } from "./attestation.ts"
import { drawSlip } from "./draw-slip.ts"
import { specimenStatement } from "./specimen-statement.ts"

export interface Facsimile {
  title: string
  pdf: Uint8Array
}

const specimen = {
  number: "SPEC-IMEN-1",
  eventTitle: "Spectacle SPECIMEN",
  zoneName: "Première catégorie",
  tariffName: "Plein tarif",
  venueName: "Salle SPECIMEN",
  amount: 2400,
}

/** A ticket, a coupon de gestion and a statement, by what makes the real ones, of a performance that does not exist. */
export async function facsimiles(input: DeclarationInput): Promise<Facsimile[]> {
  const { organisation, now } = input
  const startsAt = new Date(Date.UTC(now.getUTCFullYear() + 1, 0, 15, 19, 30))
  const { name, timezone, currency, legal, address } = organisation
  const order = { number: "SPEC-IMEN", purchasedAt: now, channel: "till" as const }
  const ticket = await renderTickets({
    organiser: { name, licences: legal.licences, siret: legal.siret ?? null, address },
    order,
    locale: "fr",
    conditions: organisation.conditions ?? ticketTexts.fr.conditions,
    accent: organisation.accent,
    training: organisation.trainingOf !== null,
    tickets: [{ ...specimen, operation: 1, code: "SPECIMEN", startsAt, timezone, currency }],
  })
  const slip = couponSlip({
    ...{ organisation, numbers: [2], at: now, locale: "fr" },
    order: { number: order.number, currency },
    tickets: [
      {
        ...{ number: specimen.number, eventTitle: specimen.eventTitle, startsAt, timezone },
        ...{ zone: specimen.zoneName, tariff: specimen.tariffName, amount: specimen.amount },
      },
    ],
  })
  const marks = organisation.trainingOf ? [trainingMark, ...slip.marks] : slip.marks
  const coupon = await drawSlip({ ...slip, marks })
  return [
    { title: "Annexe A : fac-similé d’un billet", pdf: ticket },
    { title: "Annexe B : fac-similé d’un coupon de gestion", pdf: coupon },
    {
      title: "Annexe C : fac-similé d’un relevé de recettes",
      pdf: await specimenStatement(input, { ...specimen, startsAt }),
    },
  ]
}
