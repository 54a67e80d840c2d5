/** What was, what is and what was undone. Each state is whole: what they share is kept once. */
export interface History<T> {
  past: readonly T[]
  present: T
  future: readonly T[]
}

const steps = 200

export function begin<T>(present: T): History<T> {
  return { past: [], present, future: [] }
}

export function record<T>(history: History<T>, present: T): History<T> {
  if (present === history.present) return history
  return { past: [...history.past.slice(1 - steps), history.present], present, future: [] }
}

/** Puts a state in the place of the present one: what follows a slider is one step. */
export function amend<T>(history: History<T>, present: T): History<T> {
  return { ...history, present, future: [] }
}

export function undo<T>(history: History<T>): History<T> {
  const present = history.past.at(-1)
  if (present === undefined) return history
  return {
    past: history.past.slice(0, -1),
    present,
    future: [history.present, ...history.future],
  }
}

export function redo<T>(history: History<T>): History<T> {
  const [present, ...future] = history.future
  if (present === undefined) return history
  return { past: [...history.past, history.present], present, future }
}
