const fr = {
  label: "Carte bancaire",
  order: (number: string) => `Commande ${number}`,
}

const en: typeof fr = {
  label: "Card",
  order: (number) => `Order ${number}`,
}

export const texts = { fr, en }
