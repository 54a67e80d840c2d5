import { posterSvg } from "../poster/poster-svg.ts"
import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"

type Props = {
  title: string
  genre?: string | null
  /** Another drawing for the same title, when two events share one. */
  seed?: string
  /** The title stands beside: nothing to say twice. */
  decorative?: boolean
}

/** The poster of an event that has no picture, drawn from its title and genre: always the same for the same. */
export function Poster({ title, genre, seed, decorative }: Props) {
  const t = texts[useScene().locale]
  const speech = decorative
    ? { "aria-hidden": "true" as const }
    : { role: "img" as const, "aria-label": t.posterOf(title) }
  return (
    <div
      class="poster"
      {...speech}
      // posterSvg escapes every word it is given.
      dangerouslySetInnerHTML={{ __html: posterSvg(title, genre ?? "", seed) }}
    />
  )
}
