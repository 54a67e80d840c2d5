/** One line of the check. "doubt" is what may be meant so; "bad" is what does not work. */
export interface Finding {
  state: "good" | "doubt" | "bad"
  says: string
}

export const marks = { good: "✓", doubt: "!", bad: "✗" } as const

export const good = (says: string): Finding => ({ state: "good", says })
export const doubt = (says: string): Finding => ({ state: "doubt", says })
export const bad = (says: string): Finding => ({ state: "bad", says })
