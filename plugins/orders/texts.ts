const fr = {
  toPayment: "Vers le paiement",
  toPaymentLead: "Vous passez sur la page de paiement.",
  pay: "Continuer vers le paiement",
  retry: "Réessayer",
  toOrder: "Voir ma commande",
}

const en: typeof fr = {
  toPayment: "On to payment",
  toPaymentLead: "You are going to the payment page.",
  pay: "Continue to payment",
  retry: "Try again",
  toOrder: "See my order",
}

export const texts = { fr, en }
