import type { ComponentChildren } from "preact"

/** Words to be read: lines no longer than the eye follows. */
export function Prose({ children }: { children: ComponentChildren }) {
  return <div class="prose">{children}</div>
}
