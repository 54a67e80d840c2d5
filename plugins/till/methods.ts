import type { Locale } from "../../templates/locale.ts"

/** A way to pay at the counter, and what goes with it. */
export interface CounterMethod {
  code: string
  label: Record<Locale, string>
  /** The letter that chooses it on the screen. */
  key: string
  /** Money is given back over what is owed; without, a voucher is used up whatever it is worth. */
  givesChange: boolean
  /** Whether something has to be noted: a number, a reason. */
  note: "none" | "optional" | "required"
  /** What vouchers of this kind are worth, in cents; one tap each. */
  faceValues: readonly number[]
  /** Money that comes later, by itself: nothing to count in the till. */
  later: boolean
}

function method(
  code: string,
  key: string,
  fr: string,
  en: string,
  rules: Partial<Omit<CounterMethod, "code" | "key" | "label">> = {},
): CounterMethod {
  return {
    ...{ code, key, label: { fr, en } },
    ...{ givesChange: false, note: "optional", faceValues: [], later: false },
    ...rules,
  }
}

/** All there are, in the order of the keys. An organisation allows some. */
export const counterMethods: readonly CounterMethod[] = [
  method("cash", "e", "Espèces", "Cash", { givesChange: true, note: "none" }),
  method("card", "c", "Carte bancaire", "Card"),
  method("cheque", "q", "Chèque", "Cheque"),
  method("holiday_voucher", "h", "Chèque-vacances", "Holiday voucher", {
    faceValues: [1000, 2000, 2500, 5000, 6000],
  }),
  method("voucher", "b", "Bon, chèque culture", "Voucher"),
  method("gift_voucher", "k", "Carte cadeau", "Gift voucher", { note: "required" }),
  method("transfer", "v", "Virement", "Bank transfer", { later: true }),
  method("mandate", "m", "Mandat administratif", "Administrative mandate", { note: "required", later: true }),
  method("free", "g", "Gratuit", "Free", { note: "required", later: true }),
]

export const usualMethods = ["cash", "card", "cheque", "voucher", "transfer", "free"]

export function methodNamed(code: string): CounterMethod | undefined {
  return counterMethods.find((one) => one.code === code)
}
