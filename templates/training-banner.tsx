import { createContext } from "preact"
import { useContext } from "preact/hooks"
import { useScene } from "./scene.ts"
import { texts } from "./texts.ts"

export interface Training {
  /** The organisation whose twin this is. */
  of: string
  /** For who works there: the way out. */
  leave: { action: string; csrf: string } | null
}

/** Set where a page is answered, for all pages of an organisation that is there to practise in. */
export const TrainingContext = createContext<Training | null>(null)

/** Says on every page that nothing of it is real. The mark is in the words that the French rules ask for. */
export function TrainingBanner() {
  const { locale } = useScene()
  const training = useContext(TrainingContext)
  if (!training) return null
  const t = texts[locale]
  const { leave } = training
  return (
    <aside class="training" aria-label={t.trainingLabel}>
      <p>
        <strong>FACTICE – simulation</strong> <span>{t.training(training.of)}</span>
      </p>
      {leave && (
        <form method="post" action={leave.action}>
          <input type="hidden" name="_csrf" value={leave.csrf} />
          <button type="submit">{t.leaveTraining}</button>
        </form>
      )}
    </aside>
  )
}
