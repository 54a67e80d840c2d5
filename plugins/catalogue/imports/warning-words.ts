import type { Locale } from "../../../templates/locale.ts"

/** What the readers say in English, with its French. What is quoted from a file stays between the words as it is. */
const french: readonly (readonly [RegExp, string])[] = [
  [/(«[^»]*»): /, "$1 : "],
  [/; imported as a draft$/, " ; importé en brouillon"],
  [/; the record was left out$/, " ; cette fiche est laissée de côté"],
  [/no price given/, "pas de prix"],
  [/the price is not plain /, "le prix n’est pas clair "],
  [/it seems to be cancelled, postponed or full/, "semble annulé, reporté ou complet"],
  [/no place given/, "pas de lieu"],
  [/no date given/, "pas de date"],
  [/only days are given, no hours/, "des jours, mais pas d’heures"],
  [/no usable uid/, "pas d’identifiant utilisable"],
  [/uid (\S+) came before/, "l’identifiant $1 est déjà venu"],
  [/record (\S+) has no title and was left out/, "la fiche $1 n’a pas de titre et est laissée de côté"],
  [/is given twice/, "est donné deux fois"],
  [/intervals: only (\d+) were read/, "horaires : seuls $1 ont été lus"],
  [/is not a time that can be read/, "n’est pas un horaire lisible"],
  [
    /starts at an hour that the change to summer time skips; taken as (\S+)/,
    "commence à une heure que le passage à l’heure d’été saute ; compté comme $1",
  ],
  [
    /starts at an hour that comes twice that night; taken as the first/,
    "commence à une heure qui vient deux fois cette nuit-là ; compté comme la première",
  ],
  [/has no end; it was left open/, "n’a pas de fin ; elle reste ouverte"],
  [/has an end that cannot be read; it was left open/, "a une fin illisible ; elle reste ouverte"],
  [/ends when it starts; its end was left open/, "finit quand il commence ; sa fin reste ouverte"],
  [
    /ends long before it starts; its end was left open/,
    "finit bien avant de commencer ; sa fin reste ouverte",
  ],
  [
    /no list of records was found: this is no agenda export/,
    "aucune liste de fiches : ce n’est pas un export d’agenda",
  ],
  [/at most (\d+) events in one (?:import|file)/, "$1 spectacles au plus par import"],
  [/at most (\d+) performances in one (?:import|file)/, "$1 séances au plus par import"],
  [/must be a day like (\S+)/, "doit être un jour comme $1"],
  [
    /must be a real time with its offset, like (\S+)/,
    "doit être une heure réelle avec son décalage, comme $1",
  ],
  [/must not be before the first day/, "ne doit pas venir avant le premier jour"],
  [/is not a known time zone; write it like/, "n’est pas un fuseau horaire connu ; écrivez-le comme"],
  [
    /must have a text in French \(fr\) or in English \(en\)/,
    "doit avoir un texte en français (fr) ou en anglais (en)",
  ],
  [/the doors must not open after the start/, "les portes ne doivent pas ouvrir après le début"],
  [/sales must close after they open/, "la vente doit se fermer après son ouverture"],
  [
    /numbered seats are not supported yet: the plans are left out/,
    "les places numérotées ne sont pas encore prises en charge : les plans sont laissés de côté",
  ],
  [/numbered seats are not supported yet/, "les places numérotées ne sont pas encore prises en charge"],
  [/is required without a seating plan/, "est nécessaire sans plan de salle"],
  [/is required/, "est nécessaire"],
  [/no tariff of the file has this reference/, "aucun tarif du fichier n’a cette référence"],
  [
    /must not hold control characters, nor begin or end with a space/,
    "ne doit contenir aucun caractère de contrôle, ni commencer ou finir par une espace",
  ],
  [/another (.+) has the same reference/, "cette référence sert déjà ($1)"],
  [/no (.+) of the file has this reference/, "rien dans le fichier n’a cette référence ($1)"],
  [/must not be empty/, "ne doit pas être vide"],
  [/must be at most (\d+) characters long/, "doit avoir $1 caractères au plus"],
  [/must be at most (\S+)/, "doit être $1 au plus"],
  [/must be at least (\S+)/, "doit être $1 au moins"],
  [/must have at most (\d+)/, "doit en avoir $1 au plus"],
  [/must have at least (\d+)/, "doit en avoir $1 au moins"],
  [/must be a text/, "doit être un texte"],
  [/must be a whole number/, "doit être un nombre entier"],
  [/must be a number/, "doit être un nombre"],
  [/must be a list/, "doit être une liste"],
  [/must be an object/, "doit être un objet"],
  [/ or null$/, " ou null"],
  [/must be (".*")/, "doit être $1"],
  [/this property is unknown and was left out/, "cette propriété est inconnue et laissée de côté"],
  [/no VAT rate: (\S+) % is used/, "pas de taux de TVA : $1 % est appliqué"],
  [
    / is (\d\d:\d\d) in (\S+), whose offset is (\S+) that day/,
    " est $1 à $2, dont le décalage est $3 ce jour-là",
  ],
]

/** A warning or an error of an import, in the language of the page. */
export function warningIn(message: string, locale: Locale): string {
  if (locale === "en") return message
  return french.reduce((text, [pattern, words]) => text.replace(pattern, words), message)
}
