import { render } from "preact"
import { App } from "./editor/app.tsx"
import { Editor, type Place } from "./editor/editor.ts"
import { loadDraft, Saving } from "./editor/saving.ts"
import { editorTexts } from "./editor/texts.ts"

/** Turns the page of a plan into its editor. */
async function open(root: HTMLElement): Promise<void> {
  const locale = document.documentElement.lang === "en" ? "en" : "fr"
  const t = editorTexts[locale]
  const { draft = "", versions = "", picture = "", plan = "", hasPicture, csrf = "" } = root.dataset
  const place: Place = {
    t,
    locale,
    urls: { draft, versions, picture, plan },
    csrf,
    picture: hasPicture === undefined ? null : picture,
  }
  try {
    const stored = await loadDraft(place)
    const editor = new Editor(place, stored.draft)
    const saving = new Saving(editor, stored.revision)
    saving.recover()
    root.replaceChildren()
    // Laid out first: what is drawn looks at how large its sheet is.
    root.dataset.ready = ""
    render(<App editor={editor} saving={saving} />, root)
  } catch {
    root.textContent = t.loadFailed
  }
}

const root = document.querySelector<HTMLElement>("[data-plan-editor]")
if (root) void open(root)
