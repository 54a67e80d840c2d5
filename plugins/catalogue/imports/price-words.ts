/**
 * The words of French (and some English) agendas whose sense is plain, as patterns over folded text: lower case, no
 * accents, plain quotes and hyphens. A price is read only when these words explain every character of it.
 */

/** The visitor pays nothing. "Libre" says so of an entrance, not of a price or a contribution: those are open. */
export const freeWords: RegExp[] = [
  /(?:entree|acces)s? ?:? ?(?:est )?(?:libre|gratuite?)s?(?: et (?:libre|gratuite?)s?)?/,
  /en (?:entree|acces) libre(?: et gratuite?)?/,
  /(?:soiree|evenement|spectacle|concert|projection|conference|rencontre|exposition|visite|atelier|animation|activite|seance|lecture|manifestation|participation)s? (?:est )?gratuite?s?/,
  /(?:tarif|prix) ?:? gratuit/,
  /(?:c'est )?gratuite?s?|gratis/,
  /free (?:entry|entrance|admission|event|of charge)|(?:entry|entrance|admission) (?:is )?free|free/,
]

/** How to come. Beside an amount it may say when that amount holds: "10 € sur réservation" is not "10 €". */
export const channelWords: RegExp[] = [
  /(?:sur|avec|sans) (?:reservation|inscription)s?(?: (?:prealable|obligatoire|conseillee|souhaitee))?/,
  /pas d[e'] ?(?:reservation|inscription)s?(?: (?:prealable|obligatoire))?/,
]

/** What a visitor should know, and that changes no price. */
export const bookingWords: RegExp[] = [
  /(?:reservation|inscription)s?(?: en ligne)?(?: (?:est|sont))?(?: (?:fortement|vivement))? (?:obligatoire|conseillee|recommandee|souhaitee|souhaitable|indispensable|necessaire|requise|possible)s?/,
  /dans la limite (?:des|du nombre de) places(?: disponibles)?/,
  /sous reserve (?:de|des) places disponibles/,
  /(?:nombre de )?places limitees?|nombre de places limite/,
  /ouverte?s? a (?:tous|toutes et tous)|tout public|tous publics?|pour (?:tous|toutes et tous)/,
  /(?:booking|registration|reservation)s? (?:required|recommended|essential|advised)/,
]

/** What may follow an amount without changing it. */
export const amountWords: RegExp[] = [/par personne|ttc|(?:l'entree|la place|le billet)|payante?/]

export type TariffKind = "only" | "full" | "reduced" | "any"

/** Names of tariffs. "any" names no tariff of its own: "Tarif : 10 €", "Tarifs : plein 10 €, réduit 8 €". */
export const tariffWords: { pattern: RegExp; kind: TariffKind; name: (years: string) => string }[] = [
  { pattern: /tarif unique|prix unique/, kind: "only", name: () => "Tarif unique" },
  {
    pattern: /(?:tarif|prix) pleins?|pleins? tarifs?|plein|pt|tp|full price/,
    kind: "full",
    name: () => "Plein tarif",
  },
  { pattern: /(?:tarif |prix )?(?:normal|general)/, kind: "full", name: () => "Tarif normal" },
  { pattern: /(?:tarif )?adultes?|adults?/, kind: "full", name: () => "Adulte" },
  {
    pattern: /(?:tarifs? |prix )?reduits?|tr|reduced(?: price)?|concessions?/,
    kind: "reduced",
    name: () => "Tarif réduit",
  },
  { pattern: /demi[- ]tarif/, kind: "reduced", name: () => "Demi-tarif" },
  { pattern: /(?:tarif )?enfants?|child(?:ren)?/, kind: "reduced", name: () => "Enfant" },
  { pattern: /(?:tarif )?etudiants?|students?/, kind: "reduced", name: () => "Étudiant" },
  { pattern: /(?:tarif )?jeunes?/, kind: "reduced", name: () => "Jeune" },
  { pattern: /(?:tarif )?seniors?/, kind: "reduced", name: () => "Senior" },
  { pattern: /(?:tarif )?scolaires?/, kind: "reduced", name: () => "Scolaire" },
  { pattern: /(?:tarif )?abonnes?/, kind: "reduced", name: () => "Abonné" },
  { pattern: /(?:tarif )?adherents?/, kind: "reduced", name: () => "Adhérent" },
  { pattern: /demandeurs? d'emploi|chomeurs?/, kind: "reduced", name: () => "Demandeur d’emploi" },
  { pattern: /(?:tarif )?moins de (\d{1,2}) ans/, kind: "reduced", name: (years) => `Moins de ${years} ans` },
  { pattern: /(?:tarif )?plus de (\d{1,2}) ans/, kind: "reduced", name: (years) => `Plus de ${years} ans` },
  {
    pattern: /(?:prix|tarif|droit)s? d'entree|tarifs?|prix|entrees?|places?|billets?/,
    kind: "any",
    name: () => "Tarif unique",
  },
]
