import { readFile } from "node:fs/promises"
import { join } from "node:path"
import t from "tap"
import { projectRoot } from "../../../server/project.ts"
import { testApp } from "../../harness.ts"

const season = {
  format: "parterre-season/1",
  season: { ref: "2026-2027", name: "Saison 2026-2027", startsOn: "2026-09-01", endsOn: "2027-07-31" },
  venues: [{ ref: "grande-salle", name: "Grande salle", address: "1 place du Théâtre, 29000 Quimper" }],
  tariffs: [
    { ref: "plein", name: "Plein tarif" },
    { ref: "reduit", name: "Tarif réduit", proof: "Carte étudiant" },
  ],
  events: [
    {
      ref: "malade",
      title: "Le Malade imaginaire",
      genre: "theatre",
      durationMinutes: 130,
      vatRate: 550,
      performances: ["2027-01-15", "2027-01-16"].map((day, index) => ({
        ref: `malade-${index + 1}`,
        venue: "grande-salle",
        startsAt: `${day}T20:30:00+01:00`,
        doorsAt: `${day}T20:00:00+01:00`,
        zones: [
          { ref: "libre", name: "Placement libre", capacity: 400, prices: { plein: 2400, reduit: 1600 } },
          { ref: "balcon", name: "Balcon", capacity: 80, prices: { plein: 1200 } },
        ],
      })),
    },
  ],
}
const address = "/api/v1/organisations/theatre/imports/season"
