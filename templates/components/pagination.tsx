import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"
import { LinkButton } from "./button.tsx"

type Props = { previousHref?: string | null; nextHref?: string | null }

/** The way to the rest of a list. Nothing when all is shown. */
export function Pagination({ previousHref, nextHref }: Props) {
  const t = texts[useScene().locale]
  if (!previousHref && !nextHref) return null
  return (
    <nav class="pagination" aria-label={t.pages}>
      {previousHref && (
        <LinkButton href={previousHref} kind="secondary" rel="prev" icon="back">
          {t.previous}
        </LinkButton>
      )}
      {nextHref && (
        <LinkButton href={nextHref} kind="secondary" rel="next">
          {t.next}
        </LinkButton>
      )}
    </nav>
  )
}
