import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"
import { Button } from "./button.tsx"
import { Icon } from "./icon.tsx"

type Props = {
  action: string
  name?: string
  value?: string | null
  /** What is searched: "Chercher un spectacle". */
  label?: string
  /** Other parts of the address to keep: order, filters. */
  keep?: Record<string, string>
}

/** A search in a list. `data-live` lets a script search as one types; without it, the button does. */
export function SearchForm({ action, name = "q", value, label, keep = {} }: Props) {
  const t = texts[useScene().locale]
  return (
    <search class="search">
      <form action={action} method="get" data-live>
        {Object.entries(keep).map(([key, kept]) => (
          <input type="hidden" name={key} value={kept} />
        ))}
        <label class="unseen" for={`search-${name}`}>
          {label ?? t.search}
        </label>
        <span class="search-box">
          <Icon name="search" />
          <input
            class="control"
            type="search"
            id={`search-${name}`}
            name={name}
            value={value ?? ""}
            placeholder={label ?? t.search}
            autocomplete="off"
            enterkeyhint="search"
          />
        </span>
        <Button kind="secondary">{t.search}</Button>
      </form>
    </search>
  )
}
