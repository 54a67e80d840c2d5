import { formatMoney, formatPrice } from "../format.ts"
import { useScene } from "../scene.ts"

type Props = {
  /** In the currency's smallest unit. */
  cents: number
  /** ISO 4217; the organisation's unless given. */
  currency?: string
  /** Says "gratuit" for nothing. For what is bought, not for accounts. */
  orFree?: boolean
  /** As it is announced: "24 €", "gratuit". */
  announced?: boolean
}

/** An amount, in figures of equal width that never break. */
export function Money({ cents, currency, orFree, announced }: Props) {
  const scene = useScene()
  const format = announced || (orFree && cents === 0) ? formatPrice : formatMoney
  return <span class="money">{format(cents, currency ?? scene.currency, scene.locale)}</span>
}
