import type { ComponentChildren } from "preact"
import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"
import { SeatMark } from "./seat-mark.tsx"

type Props = {
  /** Explained below the map, where the hall has them. */
  marks: readonly ("kept" | "wheelchair" | "companion" | "restricted")[]
  /** Zones with their prices. */
  children: ComponentChildren
}

/** Where a script draws the hall: its frame, its buttons and its key. Not shown without one. */
export function SeatMap({ marks, children }: Props) {
  const t = texts[useScene().locale]
  return (
    <div class="hall">
      <div class="hall-tools">
        {(["in", "out", "whole"] as const).map((action) => (
          <button type="button" class="button button-secondary button-small" data-zoom={action}>
            {action === "in" && <span aria-hidden="true">+</span>}
            {action === "out" && <span aria-hidden="true">−</span>}
            <span class={action === "whole" ? undefined : "unseen"}>{t.zoom[action]}</span>
          </button>
        ))}
      </div>
      <p class="unseen" id="hall-help">
        {t.hallHelp}
      </p>
      <div class="hall-view" role="application" aria-label={t.hall} aria-describedby="hall-help" />
      <ul class="hall-key">
        {children}
        <li>
          <SeatMark look="taken" /> {t.seatLooks.taken}
        </li>
        <li>
          <SeatMark look="chosen" /> {t.seatLooks.chosen}
        </li>
        {marks.map((mark) => (
          <li>
            <SeatMark look={mark} /> {t.seatLooks[mark]}
          </li>
        ))}
      </ul>
    </div>
  )
}
