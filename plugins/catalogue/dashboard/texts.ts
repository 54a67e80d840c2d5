const fr = {
  title: "Accueil",
  today: "Aujourd’hui",
  todayNote: (count: number): string => (count > 1 ? "séances" : "séance"),
  week: "Sept prochains jours",
  drafts: "Brouillons",
  draftsNote: (count: number): string => (count > 1 ? "spectacles à compléter" : "spectacle à compléter"),
  next: "Prochaines séances",
  seeAll: "Tout voir",
  nothingNext: "Rien à venir",
  nothingNextText: "Les prochaines séances se montrent ici dès qu’un spectacle a une date.",
  toComplete: "À compléter",
  empty: "Bienvenue",
  emptyLead: "Votre programme est encore vide. Voici par où commencer.",
  importTitle: "Importer un fichier",
  importText:
    "Une saison entière, ou l’agenda de votre ville, arrive d’un coup : lieux, tarifs, spectacles et séances.",
  importAction: "Importer",
  createTitle: "Ou commencer à la main",
  createText: {
    venue: "D’abord un lieu, puis un tarif, puis un spectacle et ses dates.",
    tariff: "Vous avez un lieu. Ajoutez maintenant un tarif, puis un spectacle et ses dates.",
    event: "Vous avez un lieu et un tarif. Ajoutez maintenant un spectacle, puis ses dates.",
  },
  add: { venue: "Ajouter un lieu", tariff: "Ajouter un tarif", event: "Ajouter un spectacle" },
}

const en: typeof fr = {
  title: "Home",
  today: "Today",
  todayNote: (count) => (count === 1 ? "performance" : "performances"),
  week: "Next seven days",
  drafts: "Drafts",
  draftsNote: (count) => (count === 1 ? "event to complete" : "events to complete"),
  next: "Next performances",
  seeAll: "See all",
  nothingNext: "Nothing to come",
  nothingNextText: "The next performances are shown here as soon as an event has a date.",
  toComplete: "To complete",
  empty: "Welcome",
  emptyLead: "Your programme is still empty. Here is how to begin.",
  importTitle: "Import a file",
  importText:
    "A whole season, or your town’s agenda, comes at once: venues, tariffs, events and performances.",
  importAction: "Import",
  createTitle: "Or begin by hand",
  createText: {
    venue: "First a venue, then a tariff, then an event and its dates.",
    tariff: "You have a venue. Now add a tariff, then an event and its dates.",
    event: "You have a venue and a tariff. Now add an event, then its dates.",
  },
  add: { venue: "Add a venue", tariff: "Add a tariff", event: "Add an event" },
}

export const texts = { fr, en }
