import { useId, useState } from "preact/hooks"
import { Act, NumberBox } from "./controls.tsx"
import { useEditor } from "./use-editor.ts"
import { centreOf } from "./view.ts"

/** A picture to draw over: a scanned plan, a photo of the hall. */
export function TracePanel() {
  const { editor, state, t } = useEditor()
  const id = useId()
  const [failed, setFailed] = useState(false)
  const { trace } = editor.draft
  const { urls, csrf } = editor.place

  async function send(file: File | undefined) {
    if (!file) return
    const answer = await fetch(urls.picture, {
      method: "PUT",
      headers: { "content-type": file.type || "application/octet-stream", "x-csrf-token": csrf },
      body: file,
    }).catch(() => null)
    setFailed(!answer?.ok)
    if (!answer?.ok) return
    const middle = centreOf(editor.state.view, editor.state.size)
    editor.set({ picture: `${urls.picture}?${Date.now()}` })
    editor.editTrace({ x: middle.x - 400, y: middle.y - 300, scale: 1, opacity: 0.5 })
  }

  async function remove() {
    await fetch(urls.picture, { method: "DELETE", headers: { "x-csrf-token": csrf } }).catch(() => null)
    editor.set({ picture: null })
    editor.editTrace(null)
  }

  return (
    <>
      <div class="plan-field">
        <label for={id}>{t.traceSend}</label>
        <input
          id={id}
          class="control"
          type="file"
          accept="image/png,image/jpeg,image/webp"
          aria-describedby={`${id}-hint`}
          onChange={({ currentTarget }) => void send(currentTarget.files?.[0])}
        />
        <p id={`${id}-hint`} class="hint">
          {t.traceHint}
        </p>
        {failed && (
          <p class="wrong" role="alert">
            {t.traceFailed}
          </p>
        )}
      </div>
      {state.picture && trace && (
        <>
          <div class="plan-fields">
            <NumberBox
              label={t.traceScale}
              value={trace.scale * 100}
              min={1}
              max={2000}
              onInput={(scale) => editor.editTrace({ ...trace, scale: scale / 100 }, "trace scale")}
            />
            <NumberBox
              label={t.traceOpacity}
              value={trace.opacity * 100}
              min={5}
              max={100}
              onInput={(opacity) => editor.editTrace({ ...trace, opacity: opacity / 100 }, "trace opacity")}
            />
            <NumberBox
              label={t.traceX}
              value={trace.x}
              min={-100_000}
              max={100_000}
              onInput={(x) => editor.editTrace({ ...trace, x }, "trace x")}
            />
            <NumberBox
              label={t.traceY}
              value={trace.y}
              min={-100_000}
              max={100_000}
              onInput={(y) => editor.editTrace({ ...trace, y }, "trace y")}
            />
          </div>
          <Act onClick={() => void remove()}>{t.traceRemove}</Act>
        </>
      )}
    </>
  )
}
