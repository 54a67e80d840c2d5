const fr = {
  subject: (organisation: string, number: string) => `Vos billets · ${organisation} · commande ${number}`,
  hello: (name: string) => `Bonjour ${name},`,
  thanks:
    "Merci pour votre commande. Vos billets sont joints à ce message, avec les dates pour votre agenda.",
  online: "Vous les retrouvez à tout moment sur cette page :",
  atTheDoor: "À l’entrée, présentez le billet imprimé ou sur l’écran de votre téléphone.",
  order: "Commande",
  places: (count: number) => `${count} ${count > 1 ? "places" : "place"}`,
  placesNamed: (places: string, seats: string) => `${places} : ${seats}`,
  free: "gratuit",
  conditions:
    "Billet valable pour la date et la catégorie indiquées. Il n’est ni repris ni échangé, sauf annulation de la séance. Chaque billet ne donne droit qu’à une entrée : ne publiez pas son code.",
  file: "billets",

  office: {
    tickets: "Billets",
    ticketsCaption: "Billets de la commande",
    number: "Numéro",
    event: "Spectacle",
    place: "Place",
    amount: "Prix",
    state: "État",
    pdf: "Les billets en PDF",
    beingPrinted: "Les billets sont en préparation.",
    email: "E-mail",
    emailWrong: "E-mail : une adresse comme prenom@exemple.fr",
    resend: "Renvoyer les billets",
    sendTo: "Envoyer à",
    sendToHint: "L’adresse de la commande, ou la bonne si elle était mal écrite.",
    send: "Renvoyer",
    mailed: "Les billets partent à nouveau par e-mail.",
  },
}

const en: typeof fr = {
  subject: (organisation, number) => `Your tickets · ${organisation} · order ${number}`,
  hello: (name) => `Hello ${name},`,
  thanks: "Thank you for your order. Your tickets are attached, with the dates for your calendar.",
  online: "You can find them at any time on this page:",
  atTheDoor: "At the door, show the ticket on paper or on your phone.",
  order: "Order",
  places: (count) => `${count} ${count > 1 ? "places" : "place"}`,
  placesNamed: (places, seats) => `${places}: ${seats}`,
  free: "free",
  conditions:
    "Valid for the date and the category shown. Tickets are neither taken back nor exchanged, unless the performance is cancelled. Each ticket admits once: do not publish its code.",
  file: "tickets",

  office: {
    tickets: "Tickets",
    ticketsCaption: "Tickets of the order",
    number: "Number",
    event: "Event",
    place: "Place",
    amount: "Price",
    state: "State",
    pdf: "The tickets as PDF",
    beingPrinted: "The tickets are being made.",
    email: "E-mail",
    emailWrong: "E-mail: an address such as name@example.org",
    resend: "Send the tickets again",
    sendTo: "Send to",
    sendToHint: "The address of the order, or the right one if it was mistyped.",
    send: "Send again",
    mailed: "The tickets are on their way again by e-mail.",
  },
}

export const texts = { fr, en }
