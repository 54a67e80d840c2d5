const fr = {
  label: "Paiement d’essai",
  title: "Paiement d’essai",
  lead: "Cette page tient lieu de banque. Aucun argent ne circule.",
  order: "Commande",
  amount: "Montant",
  to: "À l’ordre de",
  pay: "Accepter le paiement",
  refuse: "Refuser le paiement",
  decided: "Ce paiement est déjà décidé",
  toOrder: "Voir la commande",
}

const en: typeof fr = {
  label: "Trial payment",
  title: "Trial payment",
  lead: "This page stands in for a bank. No money moves.",
  order: "Order",
  amount: "Amount",
  to: "Payable to",
  pay: "Accept the payment",
  refuse: "Refuse the payment",
  decided: "This payment has already been decided",
  toOrder: "See the order",
}

export const texts = { fr, en }
