import type { ThingTexts } from "../../../server/admin-things.tsx"

const fr = {
  name: "Nom",
  nameHint: "Par exemple « Plein tarif » ou « Moins de 26 ans ».",
  proof: "Justificatif",
  proofHint: "Ce que le spectateur montre à l’entrée : carte d’étudiant, attestation.",
  rank: "Ordre",
  rankHint: "Les tarifs se montrent du plus petit numéro au plus grand. Vide : à la fin.",
  things: {
    title: "Tarifs",
    search: "Chercher un tarif",
    count: (total) => `${total} ${total > 1 ? "tarifs" : "tarif"}`,
    emptyTitle: "Aucun tarif pour le moment",
    emptyText: "Un tarif est un nom : plein, réduit, scolaire. Son prix se choisit dans chaque séance.",
    add: "Ajouter un tarif",
    create: "Ajouter le tarif",
    save: "Enregistrer",
    remove: "Supprimer ce tarif",
    removeHint: "Un tarif se supprime tant qu’aucune séance ne lui a donné de prix.",
    removed: (name) => `« ${name} » a été supprimé.`,
    putBack: "Remettre",
    created: "Le tarif est ajouté.",
    saved: "Les changements sont enregistrés.",
  } satisfies ThingTexts as ThingTexts,
}

const en: typeof fr = {
  name: "Name",
  nameHint: "For example “Full price” or “Under 26”.",
  proof: "Proof",
  proofHint: "What the spectator shows at the door: a student card, a certificate.",
  rank: "Order",
  rankHint: "Tariffs are shown from the lowest number to the highest. Empty: at the end.",
  things: {
    title: "Tariffs",
    search: "Search for a tariff",
    count: (total) => `${total} ${total === 1 ? "tariff" : "tariffs"}`,
    emptyTitle: "No tariff yet",
    emptyText: "A tariff is a name: full price, reduced, school. Its price is chosen in each performance.",
    add: "Add a tariff",
    create: "Add the tariff",
    save: "Save",
    remove: "Remove this tariff",
    removeHint: "A tariff can be removed as long as no performance gave it a price.",
    removed: (name) => `“${name}” was removed.`,
    putBack: "Put it back",
    created: "The tariff is added.",
    saved: "Your changes are saved.",
  },
}

export const texts = { fr, en }
