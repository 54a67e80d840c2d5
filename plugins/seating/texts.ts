import type { ProblemCode } from "./editing/problems.ts"

type Faults = Record<ProblemCode, (value: string) => string>

const fr = {
  faults: {
    no_seat: () => "Le plan n’a aucune place",
    too_many_seats: (limit) => `Un plan a ${limit} places au plus`,
    no_category: () => "Des places sont sans catégorie",
    duplicate_label: (label) => `Plusieurs places s’appellent ${label}`,
    no_label: () => "Des places n’ont ni rangée ni numéro",
    overlap: () => "Des places sont l’une sur l’autre",
    mixed_category: (name) => `La catégorie ${name} a des places assises et un espace debout`,
    no_capacity: () => "Un espace debout n’accueille personne",
  } as Faults,
  rules: {
    required: () => "Il manque cette valeur",
    wrong_type: () => "Cette valeur n’est pas du bon type",
    empty: () => "Ce texte est à remplir",
    too_long: (limit: string) => `Ce texte dépasse ${limit} caractères`,
    too_many: (limit: string) => `Cette liste dépasse ${limit} éléments`,
    out_of_range: () => "Ce nombre est hors des limites",
    bad_character: () => "Ce texte contient un caractère qui ne peut pas être conservé",
    duplicate_seat: (guid: string) => `Deux places portent le même identifiant : ${guid}`,
    unknown_category: (name: string) => `Cette catégorie n’est pas dans la liste du plan : ${name}`,
    standing_and_seated: (name: string) =>
      `Des gens debout et des places assises ne peuvent pas partager une catégorie : ${name}`,
    no_seat: () => "Le plan n’a aucune place",
    too_many_seats: (limit: string) => `Un plan a ${limit} places au plus`,
  },
}

const en: typeof fr = {
  faults: {
    no_seat: () => "the plan has no seat",
    too_many_seats: (limit) => `a plan has at most ${limit} seats`,
    no_category: () => "some seats have no category",
    duplicate_label: (label) => `several seats are called ${label}`,
    no_label: () => "some seats have neither row nor number",
    overlap: () => "some seats lie on each other",
    mixed_category: (name) => `the category ${name} has seats and a standing area`,
    no_capacity: () => "a standing area takes nobody",
  },
  rules: {
    required: () => "is required",
    wrong_type: () => "is not of the right type",
    empty: () => "must not be empty",
    too_long: (limit) => `must be at most ${limit} characters long`,
    too_many: (limit) => `must have at most ${limit} items`,
    out_of_range: () => "is outside the limits",
    bad_character: () => "holds a character that cannot be kept",
    duplicate_seat: (guid) => `two seats have the same guid: ${guid}`,
    unknown_category: (name) => `is not a category of the plan: ${name}`,
    standing_and_seated: (name) => `people standing and seats can't share a category: ${name}`,
    no_seat: () => "the plan has no seat",
    too_many_seats: (limit) => `a plan has at most ${limit} seats`,
  },
}

export const texts = { fr, en }
