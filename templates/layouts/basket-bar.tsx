import { Countdown } from "../components/countdown.tsx"
import { Icon } from "../components/icon.tsx"
import { Money } from "../components/money.tsx"
import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"

export type BasketState = {
  href: string
  /** Places kept. */
  count: number
  totalCents: number
  until: Date
}

/** The basket and its time left, in sight on every page of the shop while places are kept. */
export function BasketBar({ basket, here }: { basket: BasketState; here?: boolean }) {
  const t = texts[useScene().locale]
  return (
    <aside class="basket-bar" aria-label={t.basket} data-basket-count={basket.count}>
      <p>
        <Icon name="basket" />
        <strong>{t.places(basket.count)}</strong>,{" "}
        <Countdown until={basket.until} count={basket.count} short />
      </p>
      <p class="basket-bar-end">
        <Money cents={basket.totalCents} orFree />
        {!here && <a href={basket.href}>{t.seeBasket}</a>}
      </p>
    </aside>
  )
}
