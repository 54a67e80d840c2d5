import type { DateTime } from "luxon"
import type { LocalisedText } from "../catalogue/imports/season-file-schema.ts"
import type { Calendar } from "./calendar.ts"

type Prices = Partial<Record<"plein" | "reduit" | "jeune" | "libre", number>>

export interface DemoZone {
  ref: string
  name: string
  /** Unsaid: as many as the seats of the plan. */
  capacity?: number
  prices: Prices
}

/** A date of an event; what it leaves unsaid is as usual. */
export interface DemoDate {
  startsAt: DateTime
  doorsAt?: DateTime
  onSaleFrom?: DateTime
  onSaleUntil?: DateTime
}

export interface DemoEvent {
  ref: string
  title: LocalisedText
  subtitle?: LocalisedText
  description: LocalisedText
  genre: string
  durationMinutes: number
  /** Hundredths of a percent: 5.5 % for shows (CGI, art. 278-0 bis), 10 % for exhibitions and visits (art. 279). */
  vatRate: 550 | 1000
  venue: "grande-salle" | "studio"
  /** By numbered seats, those of plugins/demo/hall.ts. */
  seated?: boolean
  zones: DemoZone[]
  dates: DemoDate[]
}

const hall = (plein: number): DemoZone[] => [
  {
    ref: "orchestre",
    name: "Orchestre",
    capacity: 240,
    prices: { plein, reduit: plein - 800, jeune: plein - 1200 },
  },
  {
    ref: "balcon",
    name: "Balcon",
    capacity: 136,
    prices: { plein: plein - 600, reduit: plein - 1200, jeune: plein - 1500 },
  },
  { ref: "loges", name: "Loges", capacity: 24, prices: { plein: plein + 600 } },
]

/** The same hall by its numbered seats. */
const seats = (plein: number): DemoZone[] => [
  {
    ref: "Carré d’or",
    name: "Carré d’or",
    prices: { plein: plein + 600, reduit: plein - 200, jeune: plein - 600 },
  },
  { ref: "Orchestre", name: "Orchestre", prices: { plein, reduit: plein - 800, jeune: plein - 1200 } },
  {
    ref: "Balcon",
    name: "Balcon",
    prices: { plein: plein - 600, reduit: plein - 1200, jeune: plein - 1500 },
  },
  { ref: "Loges", name: "Loges", prices: { plein: plein - 900, reduit: plein - 1300 } },
]

const free = (capacity: number, prices: Prices): DemoZone[] => [
  { ref: "libre", name: "Placement libre", capacity, prices },
]

const wednesday = 3
const thursday = 4
const friday = 5
const saturday = 6
const sunday = 7

/** The season of a municipal theatre: works that belong to everybody, and the life of a house around them. */
export function programme(calendar: Calendar): DemoEvent[] {
  const on = (startsAt: DateTime): DemoDate => ({ startsAt })
  const { now } = calendar
  // Whatever the hour, one visit is about to start, its doors open and its tickets on sale.
  const soon = now
    .plus({ minutes: 75 })
    .startOf("minute")
    .minus({ minutes: now.minute % 15 })
  const weekend = (weeks: number) => [
    on(calendar.weekday(friday, weeks, 20, 30)),
    on(calendar.weekday(saturday, weeks, 20, 30)),
  ]

  return [
    {
      ref: "visite",
      title: { fr: "Visite du théâtre", en: "A tour of the theatre" },
      subtitle: { fr: "Des caves aux cintres", en: "From the cellars to the flies" },
      description: {
        fr: "Les dessous de scène, l’atelier des costumes, le plateau et les cintres, à dix-huit mètres au-dessus. Un régisseur raconte la maison et répond à tout.\n\nPrévoyez des chaussures fermées. Les escaliers sont nombreux ; une visite de plain-pied se demande à l’accueil.",
        en: "The understage, the costume workshop, the stage and the flies, eighteen metres above it. A stage manager tells the story of the house and answers everything.\n\nWear closed shoes. There are many stairs; ask the front desk for a step-free tour.",
      },
      genre: "visite",
      durationMinutes: 75,
      vatRate: 1000,
      venue: "grande-salle",
      zones: [{ ref: "groupe", name: "Groupe", capacity: 25, prices: { plein: 600, reduit: 400, libre: 0 } }],
      dates: [
        { startsAt: soon, doorsAt: soon.minus({ minutes: 75 }) },
        on(calendar.weekday(saturday, 0, 10, 30)),
        on(calendar.weekday(saturday, 1, 10, 30)),
        on(calendar.weekday(saturday, 2, 10, 30)),
      ],
    },
    {
      ref: "malade-imaginaire",
      title: { fr: "Le Malade imaginaire", en: "The Imaginary Invalid" },
      subtitle: "Molière",
      description: {
        fr: "Argan se croit mourant et veut marier sa fille à un médecin, pour en avoir toujours un sous la main. Toinette, la servante, a un autre projet. La dernière comédie de Molière, avec ses intermèdes chantés et dansés.",
        en: "Argan believes he is dying and means to marry his daughter to a doctor, to have one always at hand. Toinette, the maid, has other plans. Molière’s last comedy, with its songs and dances. In French, with English surtitles.",
      },
      genre: "theatre",
      durationMinutes: 130,
      vatRate: 550,
      venue: "grande-salle",
      zones: hall(2600),
      dates: [on(calendar.evening(0)), on(calendar.evening(1)), on(calendar.evening(2))],
    },
    {
      ref: "jeu-amour-hasard",
      title: { fr: "Le Jeu de l’amour et du hasard", en: "The Game of Love and Chance" },
      subtitle: "Marivaux",
      description: {
        fr: "Silvia prend la place de sa servante pour observer l’homme qu’on lui destine. Il a eu la même idée. Trois actes pour apprendre qu’on ne commande pas à son cœur, même déguisé.",
        en: "Silvia trades places with her maid to watch the man she is to marry. He has had the same idea. Three acts to learn that a heart takes no orders, even in disguise. In French.",
      },
      genre: "theatre",
      durationMinutes: 110,
      vatRate: 550,
      venue: "grande-salle",
      seated: true,
      zones: seats(2400),
      dates: [...weekend(1), on(calendar.weekday(sunday, 1, 15))],
    },
    {
      ref: "noces-de-figaro",
      title: { fr: "Les Noces de Figaro", en: "The Marriage of Figaro" },
      subtitle: { fr: "Mozart et Da Ponte", en: "Mozart and Da Ponte" },
      description: {
        fr: "Le jour de ses noces, Figaro apprend que son maître veut Suzanne le premier. Une folle journée de lettres, de placards et de travestis, jusqu’au pardon que chante la Comtesse. En italien surtitré.",
        en: "On his wedding day, Figaro learns that his master wants Susanna first. A mad day of letters, cupboards and disguises, until the Countess sings her pardon. In Italian with surtitles.",
      },
      genre: "opera",
      durationMinutes: 190,
      vatRate: 550,
      venue: "grande-salle",
      zones: hall(3800),
      dates: [on(calendar.weekday(friday, 3, 20)), on(calendar.weekday(sunday, 3, 15))],
    },
    {
      ref: "quatuors",
      title: { fr: "Quatuors de Haydn et de Mozart", en: "Quartets by Haydn and Mozart" },
      description: {
        fr: "Haydn inventait le quatuor, Mozart lui en dédiait six. Deux instrumentistes de l’orchestre et deux élèves du conservatoire les jouent à quelques mètres de vous.",
        en: "Haydn was inventing the quartet; Mozart dedicated six to him. Two players of the orchestra and two students of the conservatoire play them a few metres from you.",
      },
      genre: "musique",
      durationMinutes: 80,
      vatRate: 550,
      venue: "studio",
      zones: free(90, { plein: 1600, reduit: 1000, jeune: 600 }),
      dates: [on(calendar.weekday(thursday, 0, 20)), on(calendar.weekday(thursday, 2, 20))],
    },
    {
      ref: "giselle",
      title: "Giselle",
      subtitle: { fr: "Ballet d’Adolphe Adam", en: "A ballet by Adolphe Adam" },
      description: {
        fr: "Une paysanne aime un prince qui lui a menti. Elle en meurt, et le sauve des Wilis, ces fiancées qui dansent la nuit pour se venger. Le ballet romantique par excellence, avec orchestre.",
        en: "A country girl loves a prince who has lied to her. She dies of it, and saves him from the Wilis, the brides who dance at night for revenge. The Romantic ballet above all others, with orchestra.",
      },
      genre: "danse",
      durationMinutes: 120,
      vatRate: 550,
      venue: "grande-salle",
      zones: hall(3200),
      dates: weekend(2),
    },
    {
      ref: "a-la-renverse",
      title: { fr: "À la renverse", en: "Upside Down" },
      subtitle: { fr: "Cirque, dès 6 ans", en: "Circus, from age 6" },
      description: {
        fr: "Quatre acrobates, un mât, une bascule, et une chaise que personne n’arrive à occuper. Une heure sans parole et presque sans filet.",
        en: "Four acrobats, a pole, a teeterboard, and a chair nobody manages to sit on. An hour without a word and almost without a net.",
      },
      genre: "cirque",
      durationMinutes: 60,
      vatRate: 550,
      venue: "grande-salle",
      zones: hall(2200),
      dates: [
        on(calendar.weekday(saturday, 0, 20, 30)),
        on(calendar.weekday(sunday, 0, 15)),
        on(calendar.weekday(sunday, 0, 18)),
      ],
    },
    {
      ref: "ma-mere-l-oye",
      title: { fr: "Les Contes de ma mère l’Oye", en: "Mother Goose Tales" },
      subtitle: { fr: "D’après Perrault, dès 4 ans", en: "After Perrault, from age 4" },
      description: {
        fr: "Le Petit Poucet, Riquet à la houppe et la Belle au bois dormant, racontés avec des ombres, un violoncelle et beaucoup de farine.",
        en: "Hop o’ My Thumb, Ricky of the Tuft and Sleeping Beauty, told with shadows, a cello and a great deal of flour. In French.",
      },
      genre: "jeune-public",
      durationMinutes: 50,
      vatRate: 550,
      venue: "studio",
      zones: free(60, { plein: 1000, jeune: 500 }),
      dates: [
        on(calendar.weekday(wednesday, 0, 15)),
        on(calendar.weekday(saturday, 0, 15)),
        on(calendar.weekday(wednesday, 1, 15)),
        on(calendar.weekday(saturday, 1, 15)),
      ],
    },
    {
      ref: "nuit-des-rois",
      title: { fr: "La Nuit des rois", en: "Twelfth Night" },
      subtitle: "William Shakespeare",
      description: {
        fr: "Un naufrage, des jumeaux que chacun croit noyés, un intendant en bas jaunes. La comédie la plus musicale de Shakespeare, jouée pour finir la saison.",
        en: "A shipwreck, twins who each believe the other drowned, a steward in yellow stockings. Shakespeare’s most musical comedy closes the season. In English on the Saturday, in French on the other nights.",
      },
      genre: "theatre",
      durationMinutes: 150,
      vatRate: 550,
      venue: "grande-salle",
      zones: hall(2600),
      dates: [friday, saturday, sunday].map((day) => ({
        startsAt: calendar.weekday(day, 6, day === sunday ? 15 : 20, day === sunday ? 0 : 30),
        onSaleFrom: calendar.day(12, 10),
      })),
    },
    {
      ref: "carte-blanche",
      title: { fr: "Carte blanche au conservatoire", en: "The conservatoire takes over" },
      subtitle: { fr: "Entrée libre sur réservation", en: "Free, please book" },
      description: {
        fr: "Les élèves de troisième cycle jouent, chantent et dansent ce qu’ils ont choisi. L’entrée est libre ; réservez, la salle est petite.",
        en: "Senior students play, sing and dance what they have chosen themselves. Entry is free; please book, the room is small.",
      },
      genre: "musique",
      durationMinutes: 75,
      vatRate: 550,
      venue: "studio",
      zones: free(90, { libre: 0 }),
      dates: [on(calendar.weekday(wednesday, 0, 19)), on(calendar.weekday(wednesday, 2, 19))],
    },
    {
      ref: "atelier-costumes",
      title: { fr: "Dans l’atelier des costumes", en: "In the costume workshop" },
      subtitle: { fr: "Rencontre avec les couturières", en: "Meet the makers" },
      description: {
        fr: "Comment coupe-t-on un habit qui doit tenir cent représentations et s’enlever en quarante secondes ? Les couturières de la maison montrent les réponses.",
        en: "How do you cut a coat that must last a hundred performances and come off in forty seconds? The makers of the house show how.",
      },
      genre: "atelier",
      durationMinutes: 60,
      vatRate: 1000,
      venue: "studio",
      zones: free(18, { libre: 0 }),
      dates: [on(calendar.weekday(thursday, 0, 18))],
    },
    {
      ref: "cent-ans-de-costumes",
      title: { fr: "Cent ans de costumes", en: "A hundred years of costumes" },
      subtitle: { fr: "Exposition, au foyer", en: "Exhibition, in the foyer" },
      description: {
        fr: "Soixante costumes portés sur cette scène depuis un siècle, de la dentelle au vinyle. Le billet vaut pour la journée choisie, à l’heure qui vous plaît.",
        en: "Sixty costumes worn on this stage over a century, from lace to vinyl. Tickets are good for the chosen day, at any hour.",
      },
      genre: "exposition",
      durationMinutes: 720,
      vatRate: 1000,
      venue: "grande-salle",
      zones: [
        {
          ref: "exposition",
          name: "Exposition",
          capacity: 300,
          prices: { plein: 500, reduit: 300, libre: 0 },
        },
      ],
      dates: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]
        .map((days) => calendar.day(days, 10))
        .filter((opening) => opening.plus({ hours: 11 }) > now)
        .map((opening) => ({
          startsAt: opening,
          doorsAt: opening,
          onSaleUntil: opening.plus({ hours: 11, minutes: 30 }),
        })),
    },
  ]
}
