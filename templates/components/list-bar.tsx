import type { ComponentChildren } from "preact"

type Props = {
  /** Usually a SearchForm. */
  search?: ComponentChildren
  /** How many there are, in words: "40 séances". */
  count?: string
  /** Buttons: export, create. */
  children?: ComponentChildren
}

/** What stands above a list: search, count, actions. */
export function ListBar({ search, count, children }: Props) {
  return (
    <div class="list-bar">
      {search}
      {count && <p class="list-count">{count}</p>}
      {children && <div class="list-actions">{children}</div>}
    </div>
  )
}
