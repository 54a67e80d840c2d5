import { useEffect, useRef } from "preact/hooks"
import type { TillConfig, TillMethod } from "../../till-screen.ts"
import { Key, money } from "./parts.tsx"
import { centsOf, leftToPay, type Payment, take } from "./payments.ts"

/** Taking the money: a letter for the method, digits for what was given, Enter. */
export function Pay(props: {
  config: TillConfig
  total: number
  payments: readonly Payment[]
  method: TillMethod
  typed: string
  reference: string
  busy: boolean
  onMethod: (method: TillMethod) => void
  onTyped: (typed: string) => void
  onReference: (reference: string) => void
  onConfirm: () => void
  onBack: () => void
}) {
  const { config, total, payments, method, typed, reference } = props
  const { words } = config
  const left = leftToPay(total, payments)
  const { payment, change } = take(method, centsOf(typed), left, reference)
  const noted = useRef<HTMLInputElement>(null)
  const needsNote = method.note === "required" && total > 0
  useEffect(() => {
    if (needsNote) noted.current?.focus()
  }, [needsNote, method.code])
  return (
    <section class="till-pay" aria-labelledby="till-pay">
      <h2 id="till-pay">{words.payment}</h2>
      <div class="till-methods">
        {config.methods.map((one) => (
          <Key
            cap={one.key.toUpperCase()}
            pressed={one.code === method.code}
            onPress={() => props.onMethod(one)}
          >
            {one.label}
          </Key>
        ))}
      </div>
      {payments.length > 0 && (
        <ul class="till-paid">
          {payments.map((one) => (
            <li>
              {config.methods.find(({ code }) => code === one.method)?.label}{" "}
              <strong>{money(config, one.amount)}</strong>
            </li>
          ))}
        </ul>
      )}
      {method.faceValues.length > 0 && (
        <div class="till-values">
          {method.faceValues.map((value) => (
            <Key onPress={() => props.onTyped(String(value / 100))}>{money(config, value)}</Key>
          ))}
        </div>
      )}
      <dl class="till-sums">
        <div>
          <dt>{words.owed}</dt>
          <dd>{money(config, left)}</dd>
        </div>
        <div>
          <dt>{words.given}</dt>
          <dd class="till-typed">{typed === "" ? money(config, left) : typed}</dd>
        </div>
        <div class="till-change">
          <dt>{words.change}</dt>
          <dd>{money(config, change)}</dd>
        </div>
      </dl>
      {payment.faceValue !== undefined && <p class="till-hint">{words.noChange}</p>}
      {method.note !== "none" && (
        <label class="till-field">
          {needsNote ? words.referenceNeeded : words.reference}
          <input
            ref={noted}
            value={reference}
            maxLength={100}
            autocomplete="off"
            onInput={(event) => props.onReference(event.currentTarget.value)}
          />
        </label>
      )}
      <div class="till-actions">
        <Key kind="main" cap="↵" disabled={props.busy} onPress={props.onConfirm}>
          {words.confirm}
        </Key>
        <Key cap="Esc" onPress={props.onBack}>
          {words.back}
        </Key>
      </div>
    </section>
  )
}
