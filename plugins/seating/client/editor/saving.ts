import type { PlanDraft } from "../../draft.ts"
import { withIds } from "../../editing/ids.ts"
import type { Editor, Place } from "./editor.ts"

interface Stored {
  revision: number
  draft: PlanDraft
}

const wait = 1200
const retry = 5000

/** What the server has of a draft. @throws when it can't be had */
export async function loadDraft({ urls }: Place): Promise<Stored> {
  const answer = await fetch(urls.draft, { headers: { accept: "application/json" }, cache: "no-store" })
  if (!answer.ok) throw new Error(`the draft answered ${answer.status}`)
  const { revision, file, hall, trace } = (await answer.json()) as { revision: number } & PlanDraft
  return { revision, draft: { file: withIds(file), hall, trace } }
}

/**
 * Saves a draft a moment after each change, and keeps it in the browser until the server has it: a cut line, a closed
 * tab or another person's save lose nothing.
 */
export class Saving {
  readonly #editor: Editor
  #revision: number
  #saved: PlanDraft
  #timer: ReturnType<typeof setTimeout> | undefined
  #running: Promise<void> | null = null

  constructor(editor: Editor, revision: number) {
    this.#editor = editor
    this.#revision = revision
    this.#saved = editor.draft
    editor.listen(() => this.#changed())
    addEventListener("beforeunload", (event) => {
      if (this.#editor.draft !== this.#saved && this.#editor.state.saving !== "conflict")
        event.preventDefault()
    })
    addEventListener("online", () => void this.save())
    document.addEventListener("visibilitychange", () => document.hidden && void this.save())
  }

  get #key(): string {
    return `plan draft ${this.#editor.place.urls.draft}`
  }

  /** What an earlier visit could not save, if it was made from what the server still has. */
  recover(): void {
    const kept = readKept(this.#key)
    if (!kept) return
    const { revision, draft } = kept
    if (revision === this.#revision) {
      this.#editor.replace({ ...draft, file: withIds(draft.file) })
      this.#editor.say(this.#editor.place.t.recovered)
      return
    }
    this.#editor.replace({ ...draft, file: withIds(draft.file) })
    this.#editor.set({ saving: "conflict" })
  }

  #changed(): void {
    const { draft, state } = this.#editor
    if (draft === this.#saved || state.saving === "conflict") return
    if (state.saving === "saved") this.#editor.set({ saving: "waiting" })
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.save(), wait)
  }

  #keep(draft: PlanDraft): void {
    try {
      localStorage.setItem(this.#key, JSON.stringify({ revision: this.#revision, draft }))
    } catch {
      // No room in the browser: the server is asked all the same.
    }
  }

  /** Brings what was changed to the server now; answers whether it has everything. */
  async save(): Promise<boolean> {
    clearTimeout(this.#timer)
    while (this.#running) await this.#running
    const { draft } = this.#editor
    if (draft === this.#saved) return true
    if (this.#editor.state.saving === "conflict") return false
    this.#running = this.#send(draft).finally(() => {
      this.#running = null
    })
    await this.#running
    return this.#saved === this.#editor.draft
  }

  async #send(draft: PlanDraft): Promise<void> {
    this.#keep(draft)
    this.#editor.set({ saving: "saving" })
    const answer = await fetch(this.#editor.place.urls.draft, {
      method: "PUT",
      headers: { "content-type": "application/json", "x-csrf-token": this.#editor.place.csrf },
      body: JSON.stringify({ revision: this.#revision, ...draft }),
    }).catch(() => null)
    if (answer?.ok) {
      const { revision } = (await answer.json()) as { revision: number }
      this.#revision = revision
      this.#saved = draft
      localStorage.removeItem(this.#key)
      this.#editor.set({ saving: this.#editor.draft === draft ? "saved" : "waiting" })
      return
    }
    if (answer?.status === 409) return this.#editor.set({ saving: "conflict" })
    if (answer && answer.status < 500 && answer.status !== 429) {
      this.#editor.set({ saving: answer.status === 401 || answer.status === 403 ? "signed_out" : "refused" })
      if (answer.status !== 401 && answer.status !== 403) return
    } else this.#editor.set({ saving: "offline" })
    this.#timer = setTimeout(() => void this.save(), retry)
  }

  /** Two changed the same draft: one of them is kept, whole. */
  async settle(keep: "mine" | "theirs"): Promise<void> {
    const theirs = await loadDraft(this.#editor.place)
    this.#revision = theirs.revision
    if (keep === "theirs") {
      this.#saved = theirs.draft
      localStorage.removeItem(this.#key)
      this.#editor.replace(theirs.draft)
      this.#saved = this.#editor.draft
      this.#editor.set({ saving: "saved" })
      return
    }
    this.#editor.set({ saving: "waiting" })
    await this.save()
  }

  /** Makes a version of what is saved. Answers an error's status, or null. */
  async publish(): Promise<number | null> {
    if (!(await this.save())) return 409
    const answer = await fetch(this.#editor.place.urls.versions, {
      method: "POST",
      headers: { "content-type": "application/json", "x-csrf-token": this.#editor.place.csrf },
      body: JSON.stringify({ revision: this.#revision }),
    }).catch(() => null)
    return answer?.ok ? null : (answer?.status ?? 503)
  }
}

function readKept(key: string): Stored | null {
  try {
    const text = localStorage.getItem(key)
    return text ? (JSON.parse(text) as Stored) : null
  } catch {
    return null
  }
}
