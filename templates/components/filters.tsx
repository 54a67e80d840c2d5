import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"

type Props = {
  /** What is filtered by, said to those who hear the page. */
  label?: string
  items: readonly { href: string; label: string; current?: boolean; count?: number }[]
}

/** Filters and tabs, as links: each has its own address and works without a script. */
export function Filters({ label, items }: Props) {
  const t = texts[useScene().locale]
  return (
    <nav class="filters" aria-label={label ?? t.filters}>
      <ul>
        {items.map(({ href, label, current, count }) => (
          <li>
            <a href={href} aria-current={current ? "true" : undefined}>
              {label}
              {count !== undefined && <span class="filters-count"> {count}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
