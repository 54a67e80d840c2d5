import type { ThingTexts } from "../../server/admin-things.tsx"

const fr = {
  name: "Nom",
  nameHint: "Tel qu’il sera imprimé sur les billets.",
  address: "Adresse",
  addressHint: "Rue, code postal et ville : elle aide à venir.",
  timezone: "Fuseau horaire",
  timezoneHint: "Les heures des séances sont celles de ce fuseau.",
  things: {
    title: "Lieux",
    search: "Chercher un lieu",
    count: (total) => `${total} ${total > 1 ? "lieux" : "lieu"}`,
    emptyTitle: "Aucun lieu pour le moment",
    emptyText:
      "Une grande salle, une église, une cour : ajoutez l’endroit où vous jouez. Un import peut aussi les apporter.",
    add: "Ajouter un lieu",
    create: "Ajouter le lieu",
    save: "Enregistrer",
    remove: "Supprimer ce lieu",
    removeHint: "Un lieu se supprime tant qu’aucune séance n’y a été prévue.",
    removed: (name) => `« ${name} » a été supprimé.`,
    putBack: "Remettre",
    created: "Le lieu est ajouté.",
    saved: "Les changements sont enregistrés.",
  } satisfies ThingTexts as ThingTexts,
}

const en: typeof fr = {
  name: "Name",
  nameHint: "As it will be printed on tickets.",
  address: "Address",
  addressHint: "Street, postcode and town: it helps people come.",
  timezone: "Time zone",
  timezoneHint: "Times of performances are read in it.",
  things: {
    title: "Venues",
    search: "Search for a venue",
    count: (total) => `${total} ${total === 1 ? "venue" : "venues"}`,
    emptyTitle: "No venue yet",
    emptyText: "A hall, a church, a courtyard: add the place where you play. An import can bring them too.",
    add: "Add a venue",
    create: "Add the venue",
    save: "Save",
    remove: "Remove this venue",
    removeHint: "A venue can be removed as long as no performance was planned there.",
    removed: (name) => `“${name}” was removed.`,
    putBack: "Put it back",
    created: "The venue is added.",
    saved: "Your changes are saved.",
  },
}

export const texts = { fr, en }
