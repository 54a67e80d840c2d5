import { sentence } from "../../templates/format.ts"
import type { Locale } from "../../templates/locale.ts"

/** How the usual genres are called; any other is shown as the organisation wrote it. */
const names: Record<string, Record<Locale, string>> = {
  theatre: { fr: "Théâtre", en: "Theatre" },
  concert: { fr: "Concert", en: "Concert" },
  music: { fr: "Musique", en: "Music" },
  musique: { fr: "Musique", en: "Music" },
  opera: { fr: "Opéra", en: "Opera" },
  dance: { fr: "Danse", en: "Dance" },
  danse: { fr: "Danse", en: "Dance" },
  circus: { fr: "Cirque", en: "Circus" },
  cirque: { fr: "Cirque", en: "Circus" },
  comedy: { fr: "Humour", en: "Comedy" },
  humour: { fr: "Humour", en: "Comedy" },
  puppets: { fr: "Marionnettes", en: "Puppets" },
  marionnettes: { fr: "Marionnettes", en: "Puppets" },
  "young-audiences": { fr: "Jeune public", en: "For children" },
  "jeune-public": { fr: "Jeune public", en: "For children" },
  children: { fr: "Jeune public", en: "For children" },
  exhibition: { fr: "Exposition", en: "Exhibition" },
  exposition: { fr: "Exposition", en: "Exhibition" },
  cinema: { fr: "Cinéma", en: "Cinema" },
  film: { fr: "Cinéma", en: "Cinema" },
  conference: { fr: "Conférence", en: "Talk" },
  talk: { fr: "Conférence", en: "Talk" },
  reading: { fr: "Lecture", en: "Reading" },
  lecture: { fr: "Lecture", en: "Reading" },
  festival: { fr: "Festival", en: "Festival" },
  visite: { fr: "Visite", en: "Guided tour" },
  atelier: { fr: "Atelier", en: "Workshop" },
}

export function genreLabel(genre: string | null, locale: Locale): string | null {
  if (genre === null) return null
  const key = genre
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[\s_]+/g, "-")
  return names[key]?.[locale] ?? sentence(genre)
}
