import type { Locale } from "../../templates/locale.ts"

const fr = {
  title: "S’entraîner",
  lead: (name: string) =>
    `Un double de ${name}, avec son programme, ses plans, ses tarifs et ses caisses. On y vend, rembourse, imprime et contrôle comme en vrai.`,
  nothingReal: "Rien de ce qui s’y passe n’est réel",
  facts: [
    "Il a ses propres numéros, ses propres livres et ses propres places : rien n’atteint ceux de l’organisme.",
    "Chaque écran et chaque papier portent « FACTICE – simulation ».",
    "Ses billets sont refusés aux vraies portes, aucun courrier ne part, aucun argent ne circule.",
    "Qui commence et qui termine un entraînement est noté.",
  ],
  enterTill: "S’entraîner au guichet",
  enterOffice: "S’entraîner au bureau",
  firstTime: "La première fois, le double est préparé : quelques secondes suffisent.",
  refresh: "Reprendre le programme d’aujourd’hui",
  refreshHint:
    "Les séances, les plans, les tarifs et les réglages nouveaux ou changés sont copiés. Les ventes d’entraînement restent, et les séances déjà vendues en entraînement ne changent pas.",
  refreshed: "Le double a le programme d’aujourd’hui.",
  here: "Vous êtes dans l’entraînement.",
  leave: "Quitter l’entraînement",
}

const en: typeof fr = {
  title: "Practise",
  lead: (name: string) =>
    `A double of ${name}, with its programme, plans, tariffs and tills. Sell, refund, print and admit there as you would.`,
  nothingReal: "Nothing that happens there is real",
  facts: [
    "It has numbers, books and places of its own: nothing reaches those of the organisation.",
    "Each screen and each paper is marked “FACTICE – simulation”.",
    "Its tickets are refused at the real doors, no mail leaves, no money moves.",
    "Who begins and who ends a practice is recorded.",
  ],
  enterTill: "Practise at the counter",
  enterOffice: "Practise in the back office",
  firstTime: "The first time, the double is made: it takes a few seconds.",
  refresh: "Take over the programme of today",
  refreshHint:
    "New and changed performances, plans, tariffs and settings are copied. Practice sales stay, and performances that were sold in practice do not change.",
  refreshed: "The double has the programme of today.",
  here: "You are practising.",
  leave: "Leave training",
}

export const texts: Record<Locale, typeof fr> = { fr, en }
