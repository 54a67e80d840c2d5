import type { Locale } from "../templates/locale.ts"

/** One thing wrong at one place of the input: `path` is a JSON pointer ("/customer/email"). */
export interface FieldError {
  path: string
  message: string
}

/** What a problem is called and what to do about it, in both languages. */
export type ProblemText = Record<Locale, { title: string; detail?: string }>

/**
 * An error that is an answer: the API sends it as an RFC 9457 problem document with the stable `code`,
 * a page says the same in plain words.
 */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly errors: FieldError[] | undefined
  readonly headers: Record<string, string>

  constructor(
    status: number,
    code: string,
    detail?: string,
    errors?: FieldError[],
    headers: Record<string, string> = {},
  ) {
    super(detail ?? code)
    this.status = status
    this.code = code
    this.errors = errors
    this.headers = headers
  }

  /** The sentence given for this case, if any: the code's own text says the rest. */
  get detail(): string | undefined {
    return this.message === this.code ? undefined : this.message
  }
}

export function problem(status: number, code: string, detail?: string, errors?: FieldError[]): Problem {
  return new Problem(status, code, detail, errors)
}

/** The words of each problem code; modules add theirs in their manifest. */
export const kernelProblems: Record<string, ProblemText> = {
  not_found: {
    fr: { title: "Cette page n’existe pas", detail: "L’adresse est peut-être incomplète ou ancienne." },
    en: { title: "This page does not exist", detail: "The address may be incomplete or out of date." },
  },
  unauthenticated: {
    fr: { title: "Identifiez-vous pour continuer" },
    en: { title: "Sign in to continue" },
  },
  forbidden: {
    fr: {
      title: "Votre compte ne donne pas accès à cette page",
      detail: "Demandez ce droit au responsable de l’organisme.",
    },
    en: {
      title: "Your account does not give access to this",
      detail: "Ask the manager of the organisation for this right.",
    },
  },
  invalid_request: {
    fr: { title: "Certaines réponses sont à corriger" },
    en: { title: "Some answers need correcting" },
  },
  malformed: { fr: { title: "La demande est illisible" }, en: { title: "The request can’t be read" } },
  bad_csrf: {
    fr: { title: "Cette page est restée ouverte trop longtemps", detail: "Rechargez-la et recommencez." },
    en: { title: "This page was open for too long", detail: "Reload it and try again." },
  },
  too_many_requests: {
    fr: { title: "Trop de demandes à la fois", detail: "Réessayez dans un instant." },
    en: { title: "Too many requests at once", detail: "Try again in a moment." },
  },
  too_large: { fr: { title: "L’envoi est trop volumineux" }, en: { title: "This is too large" } },
  unsupported_media_type: {
    fr: { title: "Ce format n’est pas accepté" },
    en: { title: "This format is not accepted" },
  },
  idempotency_conflict: {
    fr: { title: "Cette clé a déjà servi pour une autre demande" },
    en: { title: "This key was already used for another request" },
  },
  unavailable: {
    fr: { title: "Le service est momentanément interrompu", detail: "Réessayez dans une minute." },
    en: { title: "The service is down for a moment", detail: "Try again in a minute." },
  },
  internal: {
    fr: { title: "Une erreur est survenue de notre côté", detail: "Rien n’est perdu. Réessayez." },
    en: { title: "Something went wrong on our side", detail: "Nothing is lost. Try again." },
  },
}
