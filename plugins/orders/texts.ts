const fr = {
  toPayment: "Vers le paiement",
  toPaymentLead: "Vous passez sur la page de paiement.",
  pay: "Continuer vers le paiement",
  retry: "Réessayer",
  toOrder: "Voir ma commande",
  refundSubject: (organisation: string, number: string) =>
    `Votre paiement vous est rendu · ${organisation} · commande ${number}`,
  hello: (name: string) => `Bonjour ${name},`,
  tooLate: (amount: string, number: string) =>
    `Votre paiement de ${amount} pour la commande ${number} est arrivé après la fin du délai. Nous avons cherché les mêmes places, puis d’autres aussi bonnes : il n’en restait plus. Nous en sommes désolés.`,
  twice: (amount: string, number: string) =>
    `Un second paiement de ${amount} est arrivé pour la commande ${number}, qui était déjà payée. Vos billets restent valables.`,
  givenBack:
    "La somme entière vous est rendue, par le même moyen. Selon votre banque, elle apparaît sous quelques jours. Vous n’avez rien à faire.",
  online: "La page de la commande :",
}

const en: typeof fr = {
  toPayment: "On to payment",
  toPaymentLead: "You are going to the payment page.",
  pay: "Continue to payment",
  retry: "Try again",
  toOrder: "See my order",
  refundSubject: (organisation, number) =>
    `Your payment is being given back · ${organisation} · order ${number}`,
  hello: (name) => `Hello ${name},`,
  tooLate: (amount, number) =>
    `Your payment of ${amount} for order ${number} came after the time was up. We looked for the same places, then for others as good: none were left. We are sorry.`,
  twice: (amount, number) =>
    `A second payment of ${amount} came for order ${number}, which was already paid. Your tickets stay valid.`,
  givenBack:
    "All of it is given back to you, by the same means. Depending on your bank, it shows within a few days. There is nothing you need to do.",
  online: "The page of the order:",
}

export const texts = { fr, en }
