import type { SeasonFile } from "../catalogue/imports/season-file-schema.ts"
import { Calendar, written, zone } from "./calendar.ts"
import { hallPlan } from "./hall.ts"
import { programme } from "./programme.ts"

/**
 * The demonstration season as a file of the format `parterre-season/1`, the same that organisations import: 12 events
 * and some 40 performances, dated from `now` onwards.
 */
export function demoSeason(now: Date): SeasonFile {
  const calendar = new Calendar(now)
  const events = programme(calendar)
  const year = calendar.now.month >= 8 ? calendar.now.year : calendar.now.year - 1
  return {
    format: "parterre-season/1",
    season: {
      ref: `${year}-${year + 1}`,
      name: `Saison ${year}-${year + 1}`,
      startsOn: `${year}-08-01`,
      endsOn: `${year + 1}-07-31`,
    },
    venues: [
      {
        ref: "grande-salle",
        name: "Grande salle",
        address: "1 place du Théâtre, 29000 Quimper",
        timezone: zone,
      },
      { ref: "studio", name: "Studio", address: "3 place du Théâtre, 29000 Quimper", timezone: zone },
    ],
    seatingPlans: [{ ref: "grande-salle", venue: "grande-salle", plan: hallPlan() }],
    tariffs: [
      { ref: "plein", name: "Plein tarif" },
      {
        ref: "reduit",
        name: "Tarif réduit",
        proof: "carte d’étudiant, ou attestation de demandeur d’emploi",
      },
      { ref: "jeune", name: "Moins de 18 ans", proof: "pièce d’identité avec la date de naissance" },
      { ref: "libre", name: "Entrée libre" },
    ],
    events: events.map(({ venue, seated, zones, dates, ...event }) => ({
      ...event,
      performances: dates.map((date, index) => ({
        ref: `${event.ref}-${index + 1}`,
        venue,
        ...(seated ? { seatingPlan: "grande-salle" } : {}),
        startsAt: written(date.startsAt),
        ...(date.doorsAt ? { doorsAt: written(date.doorsAt) } : {}),
        ...(date.onSaleFrom ? { onSaleFrom: written(date.onSaleFrom) } : {}),
        ...(date.onSaleUntil ? { onSaleUntil: written(date.onSaleUntil) } : {}),
        zones: zones.map((one) => ({ ...one, prices: { ...one.prices } as Record<string, number> })),
      })),
    })),
  }
}
