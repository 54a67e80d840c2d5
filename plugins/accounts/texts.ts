const fr = {
  signIn: "Connexion",
  signInLead: "Le guichet et les bureaux.",
  email: "E-mail",
  password: "Mot de passe",
  enter: "Entrer",
  chooseOrganisation: "Vos organismes",
  noOrganisation: "Aucun organisme",
  noOrganisationHint: "Votre compte n’est encore rattaché à aucun organisme. Le responsable peut vous y ajouter.",
  shops: "Les billetteries",
}

const en: typeof fr = {
  signIn: "Sign in",
  signInLead: "The box office and the back office.",
  email: "E-mail",
  password: "Password",
  enter: "Sign in",
  chooseOrganisation: "Your organisations",
  noOrganisation: "No organisation",
  noOrganisationHint: "Your account does not belong to an organisation yet. Its manager can add you.",
  shops: "Ticket shops",
}

export const texts = { fr, en }
