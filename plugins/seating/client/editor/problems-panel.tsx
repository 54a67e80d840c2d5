import { findProblems, type PlanProblem } from "../../editing/problems.ts"
import type { PlanFile } from "../../plan-file.ts"
import { Act } from "./controls.tsx"
import { boundsOf } from "./plan-index.ts"
import { useEditor } from "./use-editor.ts"
import { fitted } from "./view.ts"

const found = new WeakMap<PlanFile, PlanProblem[]>()
const most = 30

export function problemsOf(file: PlanFile): PlanProblem[] {
  const known = found.get(file) ?? findProblems(file)
  found.set(file, known)
  return known
}

/** What keeps the plan from being published, each with a way to what is concerned. */
export function ProblemsPanel() {
  const { editor, t } = useEditor()
  const problems = problemsOf(editor.file)
  if (problems.length === 0) return <p>{t.noProblem}</p>
  const show = ({ concerns }: PlanProblem) => {
    const box = boundsOf(editor.file, concerns)
    const around = box && {
      min: { x: box.min.x - 80, y: box.min.y - 80 },
      max: { x: box.max.x + 80, y: box.max.y + 80 },
    }
    editor.choose(concerns)
    if (around) editor.set({ view: fitted(around, editor.state.size) })
  }
  return (
    <>
      <ul class="plan-problems">
        {problems.slice(0, most).map((problem, index) => {
          const count = problem.concerns.seats.size + problem.concerns.areas.size
          return (
            <li key={index}>
              <span>{t.problems[problem.code](problem.value, problem.concerns.seats.size || count)}</span>
              {count > 0 && <Act onClick={() => show(problem)}>{t.show}</Act>}
            </li>
          )
        })}
      </ul>
      {problems.length > most && <p>{t.moreProblems(problems.length - most)}</p>}
    </>
  )
}
