import { createContext } from "preact"
import { useContext, useEffect, useState } from "preact/hooks"
import type { Editor, EditorState } from "./editor.ts"
import type { EditorTexts } from "./texts.ts"

export const EditorContext = createContext<Editor | null>(null)

/** The editor around this component, drawn again whenever it changes. */
export function useEditor(): { editor: Editor; state: EditorState; t: EditorTexts } {
  const editor = useContext(EditorContext)
  if (!editor) throw new Error("no editor around this component")
  const [state, setState] = useState(editor.state)
  useEffect(() => {
    setState(editor.state)
    return editor.listen(() => setState(editor.state))
  }, [editor])
  return { editor, state, t: editor.place.t }
}
