import type { ComponentChildren } from "preact"
import { formatDate, formatMoney } from "../../format.ts"
import type { TillConfig } from "../../till-screen.ts"
import type { Line, Performance, Price, Zone } from "./basket.ts"

export function fill(words: string, values: Record<string, string | number>): string {
  return words.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""))
}

export const money = (config: TillConfig, cents: number) => formatMoney(cents, config.currency, config.locale)

/** A key that can be tapped: what it does, and the key that does the same. */
export function Key(props: {
  cap?: string
  /** Left out: it sends its form. */
  onPress?: () => void
  kind?: "main" | "plain"
  pressed?: boolean
  disabled?: boolean
  children: ComponentChildren
}) {
  return (
    <button
      type={props.onPress ? "button" : "submit"}
      class={`till-key${props.kind === "main" ? " till-key-main" : ""}`}
      aria-pressed={props.pressed}
      disabled={props.disabled}
      onClick={(event) => {
        // The keyboard goes on belonging to the screen.
        event.currentTarget.blur()
        props.onPress?.()
      }}
    >
      <span>{props.children}</span>
      {props.cap && <kbd>{props.cap}</kbd>}
    </button>
  )
}

export function Performances(props: {
  config: TillConfig
  performances: readonly Performance[]
  at: number
  onChoose: (at: number) => void
}) {
  const { config, performances, at } = props
  const { words, locale } = config
  return (
    <section class="till-list" aria-labelledby="till-performances">
      <h2 id="till-performances">
        {words.performances} <kbd>↑</kbd> <kbd>↓</kbd>
      </h2>
      {performances.length === 0 && <p>{words.nothingOnSale}</p>}
      <ul>
        {performances.map((one, index) => {
          const left = one.zones.reduce((sum, zone) => sum + zone.left, 0)
          return (
            <li>
              <button
                type="button"
                aria-pressed={index === at}
                onClick={(event) => {
                  event.currentTarget.blur()
                  props.onChoose(index)
                }}
              >
                <strong>{one.title}</strong>
                <span class="till-meta">
                  {formatDate(new Date(one.startsAt), { locale, timeZone: one.timezone })}
                </span>
                <span class="till-meta">{left > 0 ? fill(words.left, { left }) : words.soldOut}</span>
                <meter min={0} max={Math.max(one.capacity, 1)} value={one.taken} aria-hidden="true" />
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

export function Tariffs(props: {
  config: TillConfig
  performance: Performance
  zone: Zone
  onZone: (at: number) => void
  onAdd: (price: Price) => void
}) {
  const { config, performance, zone } = props
  const { words, locale } = config
  return (
    <section aria-labelledby="till-tariffs">
      <h2 id="till-tariffs">{performance.title}</h2>
      <p class="till-when">
        {formatDate(new Date(performance.startsAt), { locale, timeZone: performance.timezone })}
        {" · "}
        {performance.venue}
      </p>
      {performance.zones.length > 1 && (
        <div class="till-zones">
          {performance.zones.map((one, index) => (
            <Key pressed={one.id === zone.id} onPress={() => props.onZone(index)}>
              {one.name} · {one.left > 0 ? fill(words.left, { left: one.left }) : words.soldOut}
            </Key>
          ))}
          <span class="till-hint">
            <kbd>←</kbd> <kbd>→</kbd> {words.zone}
          </span>
        </div>
      )}
      <div class="till-tariffs">
        {zone.prices.map((price, index) => (
          <Key cap={index < 9 ? String(index + 1) : ""} onPress={() => props.onAdd(price)}>
            <strong>{price.tariff}</strong>
            <small>{money(config, price.amount)}</small>
            {price.proof && <small>{price.proof}</small>}
          </Key>
        ))}
      </div>
      {performance.seated && <p class="till-hint">{words.bestSeats}</p>}
    </section>
  )
}

export function BasketLines(props: {
  config: TillConfig
  lines: readonly Line[]
  onRemove: (id: string) => void
}) {
  const { config, lines } = props
  const { words, locale } = config
  if (lines.length === 0) return <p class="till-hint">{words.empty}</p>
  return (
    <ul class="till-lines">
      {lines.map(({ performance, zone, price, quantity }) => (
        <li>
          <span class="till-count">{quantity}</span>
          <span>
            <strong>{price.tariff}</strong>
            <small>
              {performance.title},{" "}
              {formatDate(new Date(performance.startsAt), { locale, timeZone: performance.timezone })}
              {performance.zones.length > 1 && `, ${zone.name}`}
            </small>
          </span>
          <span class="till-amount">{money(config, price.amount * quantity)}</span>
          <Key cap="⌫" onPress={() => props.onRemove(price.id)}>
            {words.remove}
          </Key>
        </li>
      ))}
    </ul>
  )
}
