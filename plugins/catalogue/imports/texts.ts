const fr = {
  title: "Importer",
  lead: "Une saison entière, ou l’agenda d’une ville, d’un seul fichier.",
  file: "Fichier",
  fileHint:
    "Un fichier de saison (format « parterre-season/1 ») ou un export d’agenda (OpenAgenda, Opendatasoft), en JSON, 20 Mo au plus.",
  capacity: "Places par séance",
  capacityHint:
    "Pour un agenda, qui ne dit pas combien de places il y a. Un fichier de saison donne les siennes.",
  send: "Importer",
  again:
    "Importer le même fichier une seconde fois ne change rien : rien n’est compté deux fois, rien de vendu n’est retiré.",
  noFile: "Choisissez un fichier",
  notJson: "Ce fichier n’est pas du JSON",
  noCapacity: "Places par séance : indiquez un nombre, ce fichier est un agenda",
  refused: "Rien n’a été importé",
  refusedText: "Corrigez ces points dans le fichier, puis importez-le à nouveau.",
  at: (path: string) => (path === "" ? "" : ` (${path})`),
  done: "L’import est terminé",
  nothingNew: "L’import est terminé : tout était déjà là",
  events: "Spectacles",
  performances: "Séances",
  created: "Ajoutés",
  updated: "Modifiés",
  unchanged: "Inchangés",
  ofAll: "saisons, lieux, tarifs, spectacles et séances",
  warnings: (count: number) => (count > 1 ? `${count} points à regarder` : "Un point à regarder"),
  warningsHint: "Rien n’a été deviné : ce qui n’était pas clair attend en brouillon.",
  seeDrafts: "Voir les brouillons",
  seeProgramme: "Voir les séances",
}

const en: typeof fr = {
  title: "Import",
  lead: "A whole season, or a city’s agenda, from one file.",
  file: "File",
  fileHint:
    "A season file (format “parterre-season/1”) or an agenda export (OpenAgenda, Opendatasoft), in JSON, 20 MB at most.",
  capacity: "Places per performance",
  capacityHint: "For an agenda, which does not say how many places there are. A season file gives its own.",
  send: "Import",
  again:
    "Importing the same file a second time changes nothing: nothing counts twice, nothing sold is removed.",
  noFile: "Choose a file",
  notJson: "This file is not JSON",
  noCapacity: "Places per performance: give a number, this file is an agenda",
  refused: "Nothing was imported",
  refusedText: "Correct these points in the file, then import it again.",
  at: (path) => (path === "" ? "" : ` (${path})`),
  done: "The import is done",
  nothingNew: "The import is done: everything was there already",
  events: "Events",
  performances: "Performances",
  created: "Added",
  updated: "Changed",
  unchanged: "Unchanged",
  ofAll: "seasons, venues, tariffs, events and performances",
  warnings: (count) => (count === 1 ? "One point to look at" : `${count} points to look at`),
  warningsHint: "Nothing was guessed: what was not clear waits as a draft.",
  seeDrafts: "See the drafts",
  seeProgramme: "See the performances",
}

export const texts = { fr, en }
