import { useEffect, useRef, useState } from "preact/hooks"
import type { OpenTill, TillConfig } from "../../till-screen.ts"
import { ask } from "./api.ts"
import { fill, Key } from "./parts.tsx"
import { centsOf } from "./payments.ts"

const remembered = "parterre.till"
/** What the list says of a till that is not in it: no till is called so, for a name has no space in front. */
const another = " "

/** Opening a till: which one, and what is in it. */
export function OpenPanel({ config, onOpen }: { config: TillConfig; onOpen: (session: OpenTill) => void }) {
  const { words, tills } = config
  const last = localStorage.getItem(remembered) ?? ""
  const free = tills.filter(({ heldBy }) => heldBy === null)
  const first = free.find(({ ref }) => ref === last) ?? free[0]
  const [chosen, setChosen] = useState(first?.ref ?? another)
  const [name, setName] = useState(tills.length === 0 ? last || `${words.session} 1` : "")
  const [float, setFloat] = useState("")
  const [error, setError] = useState("")
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  async function open(): Promise<void> {
    const cents = centsOf(float || "0")
    const till = (chosen === another ? name : chosen).trim()
    if (till === "") return setError(words.newTill)
    if (cents === null) return setError(words.float)
    const answer = await ask<{ id: string; number: number }>(config, "till-sessions", {
      tillId: till,
      float: cents,
    })
    if (!answer.ok) return setError(answer.message)
    localStorage.setItem(remembered, till)
    onOpen({ ...answer.data, till: tills.find(({ ref }) => ref === till)?.name ?? till })
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
      {tills.length > 0 && (
        <label class="till-field">
          {words.tillName}
          <select value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
            {tills.map(({ ref, name, heldBy }) => (
              <option value={ref} disabled={heldBy !== null}>
                {heldBy === null ? name : `${name}, ${fill(words.heldBy, { name: heldBy })}`}
              </option>
            ))}
            <option value={another}>{words.otherTill}</option>
          </select>
        </label>
      )}
      {chosen === another && (
        <label class="till-field">
          {words.newTill}
          <input value={name} maxLength={60} onInput={(event) => setName(event.currentTarget.value)} />
        </label>
      )}
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

/** What the list of the page says, once somebody opened or closed a till here. */
export function noteHolder({ tills }: TillConfig, name: string, heldBy: string | null): void {
  const till = tills.find((one) => one.name === name)
  if (till) till.heldBy = heldBy
  else tills.push({ ref: name, name, heldBy })
}
