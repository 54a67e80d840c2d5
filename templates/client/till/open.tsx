import { useEffect, useRef, useState } from "preact/hooks"
import type { OpenTill, TillConfig } from "../../till-screen.ts"
import { ask } from "./api.ts"
import { Key } from "./parts.tsx"
import { centsOf } from "./payments.ts"

const remembered = "parterre.till"

/** Opening a till: which one, and what is in it. */
export function OpenPanel({ config, onOpen }: { config: TillConfig; onOpen: (session: OpenTill) => void }) {
  const { words } = config
  const [till, setTill] = useState(localStorage.getItem(remembered) ?? `${words.session} 1`)
  const [float, setFloat] = useState("")
  const [error, setError] = useState("")
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  async function open(): Promise<void> {
    const cents = centsOf(float || "0")
    if (cents === null || till.trim() === "") return setError(words.float)
    const answer = await ask<{ id: string; number: number }>(config, "till-sessions", {
      tillId: till.trim(),
      float: cents,
    })
    if (!answer.ok) return setError(answer.message)
    localStorage.setItem(remembered, till.trim())
    onOpen({ ...answer.data, till: till.trim() })
  }
  return (
    <form
      class="till-form"
      onSubmit={(event) => {
        event.preventDefault()
        open()
      }}
    >
      <h2>{words.openTill}</h2>
      {error && (
        <p role="alert" class="till-error">
          {error}
        </p>
      )}
      <label class="till-field">
        {words.tillName}
        <input value={till} maxLength={60} onInput={(event) => setTill(event.currentTarget.value)} />
      </label>
      <label class="till-field">
        {words.float}
        <input
          ref={field}
          value={float}
          inputMode="decimal"
          placeholder="0"
          onInput={(event) => setFloat(event.currentTarget.value)}
        />
      </label>
      <Key kind="main" cap="↵">
        {words.open}
      </Key>
    </form>
  )
}
