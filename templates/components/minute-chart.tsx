type Props = {
  /** What is counted, and the numbers in words, for who does not see the picture. */
  label: string
  /** One a minute, the last one now. */
  counts: readonly number[]
  from: string
  to: string
}

const [wide, high] = [600, 120]

/** How many came each minute, as bars on one line of time. */
export function MinuteChart({ label, counts, from, to }: Props) {
  const most = Math.max(1, ...counts)
  const step = wide / counts.length
  return (
    <figure class="minutes">
      <svg viewBox={`0 0 ${wide} ${high}`} role="img" aria-label={label} preserveAspectRatio="none">
        {counts.map((count, at) => {
          const height = (count / most) * (high - 2)
          return <rect x={at * step + 1} y={high - height} width={step - 2} height={height} />
        })}
      </svg>
      <figcaption>
        <span>{from}</span>
        <span>{most}</span>
        <span>{to}</span>
      </figcaption>
    </figure>
  )
}
