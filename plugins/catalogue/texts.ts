const fr = {
  rules: {
    empty: "Ce texte est à remplir",
    unknown: "Choisissez dans la liste",
    unknown_tariff: "Un des tarifs n’existe plus : rechargez la page",
    not_a_time: "Ce n’est pas une date et une heure avec son décalage",
    no_such_day: "Ce jour n’existe pas",
    no_such_time: "Cette heure n’existe pas ce jour-là (changement d’heure)",
    ends_before_start: "La fin doit venir après le début",
    too_long: "Une séance dure 400 jours au plus",
    doors_after_start: "Les portes ouvrent avant le début, ou au même moment",
    sale_ends_before_it_begins: "La vente doit se fermer après son ouverture",
    name_twice: "Deux catégories ont le même nom",
    tariff_twice: "Ce tarif est déjà dans la liste",
    no_such_category: "Le plan de salle n’a pas cette catégorie",
    no_capacity: "Sans plan de salle, il faut une capacité",
    dates_count: "Donnez de 1 à 366 dates",
    plays_already: "Le spectacle a déjà une séance à cette heure",
  },
}

const en: typeof fr = {
  rules: {
    empty: "Please fill in this text",
    unknown: "Choose from the list",
    unknown_tariff: "One of the tariffs no longer exists: reload the page",
    not_a_time: "must be a time with its offset, like 2027-01-15T20:30:00+01:00",
    no_such_day: "There is no such day",
    no_such_time: "This time does not exist on that day (the clocks change)",
    ends_before_start: "The end must come after the start",
    too_long: "A performance lasts 400 days at most",
    doors_after_start: "The doors open before the start, or with it",
    sale_ends_before_it_begins: "Sales must close after they open",
    name_twice: "Two zones have the same name",
    tariff_twice: "This tariff is in the list already",
    no_such_category: "The seating plan has no such category",
    no_capacity: "Without a seating plan, a capacity is needed",
    dates_count: "Give 1 to 366 dates",
    plays_already: "The event already has a performance at this time",
  },
}

export const texts = { fr, en }
