import { Value } from "typebox/value"
import { type FormBody, FormReader } from "../../server/form-reader.ts"
import type { FieldError } from "../../server/problem.ts"
import type { Locale } from "../../templates/locale.ts"
import type { Customer } from "../orders/check-out.ts"
import type { PaymentMethod } from "../orders/payment-methods.ts"
import { CustomerInput } from "../orders/routes.ts"
import { texts } from "./texts.ts"

/** The form of details and payment, as it was typed. */
export interface TypedDetails {
  email: string
  firstName: string
  lastName: string
  phone: string
  marketingConsent: boolean
  method: string
}

export const emptyDetails: TypedDetails = {
  email: "",
  firstName: "",
  lastName: "",
  phone: "",
  marketingConsent: false,
  method: "",
}

export interface Details {
  typed: TypedDetails
  customer: Customer
  method: PaymentMethod | undefined
  errors: FieldError[]
}

/** `free`: nothing is owed, no means of payment is asked. */
export function readDetails(
  body: Readonly<FormBody>,
  locale: Locale,
  methods: readonly PaymentMethod[],
  free: boolean,
): Details {
  const t = texts[locale]
  const form = new FormReader(body, locale)
  const email = form.line("email", { label: t.email, max: 254 })
  if (email && !Value.Check(CustomerInput.properties.email, email)) form.refuse("email", t.emailWrong)
  const customer: Customer = {
    email,
    firstName: form.line("firstName", { label: t.firstName, max: 100 }),
    lastName: form.line("lastName", { label: t.lastName, max: 100 }),
    marketingConsent: form.typed("marketingConsent") === "on",
  }
  const phone = form.line("phone", { label: t.phone, max: 40, optional: true })
  if (phone) customer.phone = phone
  const method = free ? undefined : methods.find((one) => one.name === form.typed("method"))
  if (!free && !method) form.refuse("method", t.methodMissing)
  return {
    typed: {
      email: form.typed("email"),
      firstName: form.typed("firstName"),
      lastName: form.typed("lastName"),
      phone: form.typed("phone"),
      marketingConsent: customer.marketingConsent ?? false,
      method: form.typed("method"),
    },
    customer,
    method,
    errors: form.errors,
  }
}
