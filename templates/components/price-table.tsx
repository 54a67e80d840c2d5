import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"
import { Badge } from "./badge.tsx"
import { classes } from "./classes.ts"
import { Money } from "./money.tsx"
import { Quantity } from "./quantity.tsx"
import { SeatMark } from "./seat-mark.tsx"

export type PriceChoice = {
  id: string
  /** Name of the field, usually `quantity[<price id>]`. */
  name: string
  tariff: string
  /** What to bring to have it. */
  proof?: string | null
  cents: number
  quantity?: number
  /** What is wrong with how many were asked for. */
  error?: string
}

export type ZoneChoice = {
  id: string
  name: string
  status: "available" | "last" | "sold_out"
  /** Exact when 20 or less, else null. */
  remaining?: number | null
  /** How the map shows it. */
  look?: number
  prices: readonly PriceChoice[]
}

type Props = {
  zones: readonly ZoneChoice[]
  /** Most places in one order. */
  max: number
  /** Nothing is on sale now: prices are told, nothing is asked. */
  closed?: boolean
}

/** How many places, by zone and tariff. Works as a plain form. */
export function PriceTable({ zones, max, closed }: Props) {
  const t = texts[useScene().locale]
  return (
    <div class={closed ? "prices prices-closed" : "prices"}>
      {zones.map((zone) => {
        const most = Math.min(max, zone.remaining ?? max)
        return (
          <fieldset class={zone.status === "sold_out" ? "zone zone-closed" : "zone"}>
            <legend>
              <span class="zone-name">
                {zone.look !== undefined && <SeatMark zone={zone.look} />} {zone.name}
              </span>
              {zone.status === "sold_out" && <Badge tone="accent">{t.soldOutZone}</Badge>}
              {!closed && zone.status !== "sold_out" && zone.remaining != null && (
                <Badge tone="attention">{t.left(zone.remaining)}</Badge>
              )}
            </legend>
            {zone.prices.map((price) => (
              <div class={price.error ? "price field-wrong" : "price"}>
                {price.error && (
                  <p class="wrong" id={`error-${price.id}`}>
                    <span class="unseen">{t.error} </span>
                    {price.error}
                  </p>
                )}
                <div class="price-words">
                  <span class="price-tariff">{price.tariff}</span>
                  {price.proof && (
                    <span class="price-proof" id={`proof-${price.id}`}>
                      {t.proof(price.proof)}
                    </span>
                  )}
                </div>
                <span class="price-amount">
                  <Money cents={price.cents} announced />
                </span>
                {zone.status === "sold_out" && !closed && <span />}
                {zone.status !== "sold_out" && !closed && (
                  <Quantity
                    name={price.name}
                    label={`${zone.name}, ${price.tariff}`}
                    value={price.quantity}
                    max={most}
                    describedBy={
                      classes(price.proof && `proof-${price.id}`, price.error && `error-${price.id}`) ||
                      undefined
                    }
                    wrong={price.error !== undefined}
                  />
                )}
              </div>
            ))}
          </fieldset>
        )
      })}
    </div>
  )
}
