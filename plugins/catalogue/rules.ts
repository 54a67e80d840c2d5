import { type FieldError, type Problem, problem } from "../../server/problem.ts"
import type { Locale } from "../../templates/locale.ts"
import { texts } from "./texts.ts"

export type Rule = keyof (typeof texts)["fr"]["rules"]

/** A rule of the programme that an input breaks: programs read it in English, pages in their own language. */
export interface BrokenRule extends FieldError {
  rule: Rule
}

export function broken(path: string, rule: Rule): BrokenRule {
  return { path, rule, message: texts.en.rules[rule] }
}

export function refusal(...errors: BrokenRule[]): Problem {
  return problem(422, "invalid_request", undefined, errors)
}

/** The same errors in the words of a page. */
export function inWords(errors: readonly FieldError[], locale: Locale): FieldError[] {
  return errors.map((error) => {
    const { rule } = error as Partial<BrokenRule>
    return rule ? { path: error.path, message: texts[locale].rules[rule] } : error
  })
}
