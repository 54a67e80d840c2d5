import { formatNumber } from "../format.ts"
import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"

type Part = { value: number; tone?: "sold" | "held" | "other"; label?: string }

type Props = {
  /** What is measured: the performance. */
  label: string
  max: number
  /** Parts of the whole, in order: sold, held, kept for others. */
  parts: readonly Part[]
  /** Without the figures beside. */
  bare?: boolean
}

/** How full: a bar that shows the share of each part, with the figures in words beside. */
export function BarMeter({ label, max, parts, bare }: Props) {
  const { locale } = useScene()
  const figure = (value: number) => formatNumber(value, locale)
  const taken = parts.reduce((sum, part) => sum + part.value, 0)
  const words = texts[locale].sold(figure(parts[0]?.value ?? 0), figure(max))
  let at = 0
  return (
    <span class="meter">
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label={`${label}: ${words}`}>
        <rect class="meter-rest" width="100" height="6" />
        {parts.map(({ value, tone = "sold" }) => {
          const width = max > 0 ? (Math.min(value, max) / max) * 100 : 0
          const x = at
          at += width
          return <rect class={`meter-${tone}`} x={x.toFixed(2)} width={width.toFixed(2)} height="6" />
        })}
        {max > 0 && taken >= max && <rect class="meter-full" x="99" width="1" height="6" />}
      </svg>
      {!bare && (
        <span class="meter-words" aria-hidden="true">
          {words}
        </span>
      )}
    </span>
  )
}
