import type { ThingTexts } from "../../../server/admin-things.tsx"

const fr = {
  name: "Nom",
  nameHint: "Par exemple « Saison 2026-2027 ».",
  startsOn: "Premier jour",
  endsOn: "Dernier jour",
  things: {
    title: "Saisons",
    search: "Chercher une saison",
    count: (total) => `${total} ${total > 1 ? "saisons" : "saison"}`,
    emptyTitle: "Aucune saison pour le moment",
    emptyText: "Une saison regroupe des spectacles, pour les trouver et les comparer d’une année à l’autre.",
    add: "Ajouter une saison",
    create: "Ajouter la saison",
    save: "Enregistrer",
    remove: "Supprimer cette saison",
    removeHint: "Une saison se supprime quand aucun spectacle n’en fait partie.",
    removed: (name) => `« ${name} » a été supprimée.`,
    putBack: "Remettre",
    created: "La saison est ajoutée.",
    saved: "Les changements sont enregistrés.",
  } satisfies ThingTexts as ThingTexts,
}

const en: typeof fr = {
  name: "Name",
  nameHint: "For example “Season 2026-2027”.",
  startsOn: "First day",
  endsOn: "Last day",
  things: {
    title: "Seasons",
    search: "Search for a season",
    count: (total) => `${total} ${total === 1 ? "season" : "seasons"}`,
    emptyTitle: "No season yet",
    emptyText: "A season gathers events, so that they are found and compared from one year to the next.",
    add: "Add a season",
    create: "Add the season",
    save: "Save",
    remove: "Remove this season",
    removeHint: "A season can be removed when no event belongs to it.",
    removed: (name) => `“${name}” was removed.`,
    putBack: "Put it back",
    created: "The season is added.",
    saved: "Your changes are saved.",
  },
}

export const texts = { fr, en }
