import { createContext } from "preact"
import { useContext } from "preact/hooks"
import type { Locale } from "./locale.ts"

/** What every component of a page needs to speak: set once by the layout, never passed by hand. */
export type Scene = {
  locale: Locale
  /** ISO 4217, of the organisation. */
  currency: string
  /** IANA name. The venue's zone wins where a component is given one. */
  timeZone: string
  /** Set in tests and previews to stop the clock. */
  now?: Date
}

const everyday: Scene = { locale: "fr", currency: "EUR", timeZone: "Europe/Paris" }

export const SceneContext = createContext<Scene>(everyday)

/** The scene of the page being rendered, with its clock. */
export function useScene(): Required<Scene> {
  const scene = useContext(SceneContext)
  return { ...scene, now: scene.now ?? new Date() }
}
