import { useEffect, useRef, useState } from "preact/hooks"
import type { TillConfig } from "../../till-screen.ts"
import { ask } from "./api.ts"
import { Key } from "./parts.tsx"

export interface Customer {
  firstName?: string
  lastName?: string
  email?: string
  phone?: string
}

type Known = { firstName: string; lastName: string; email: string | null; phone: string | null }

/** Who buys: found as one types, or written down in two fields. */
export function CustomerPanel(props: {
  config: TillConfig
  onKeep: (customer: Customer) => void
  onBack: () => void
}) {
  const { config } = props
  const { words } = config
  const [name, setName] = useState("")
  const [contact, setContact] = useState("")
  const [found, setFound] = useState<Known[]>([])
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  useEffect(() => {
    if (name.trim().length < 2) return setFound([])
    let late = false
    const wait = setTimeout(async () => {
      const answer = await ask<{ data: Known[] }>(config, `found-customers?q=${encodeURIComponent(name)}`)
      if (!late && answer.ok) setFound(answer.data.data)
    }, 120)
    return () => {
      late = true
      clearTimeout(wait)
    }
  }, [name])

  function keep(): void {
    const email = contact.includes("@") ? { email: contact.trim() } : {}
    const phone = contact.trim() && !contact.includes("@") ? { phone: contact.trim() } : {}
    props.onKeep({ ...(name.trim() ? { lastName: name.trim() } : {}), ...email, ...phone })
  }

  return (
    <form
      class="till-form"
      onSubmit={(event) => {
        event.preventDefault()
        keep()
      }}
    >
      <h2>{words.customer}</h2>
      <label class="till-field">
        {words.customerHint}
        <input
          ref={field}
          value={name}
          maxLength={100}
          autocomplete="off"
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      {found.map((one) => (
        <Key
          onPress={() =>
            props.onKeep({
              ...{ firstName: one.firstName, lastName: one.lastName },
              ...(one.email ? { email: one.email } : {}),
              ...(one.phone ? { phone: one.phone } : {}),
            })
          }
        >
          <strong>{`${one.firstName} ${one.lastName}`.trim()}</strong>
          <small>{[one.email, one.phone].filter(Boolean).join(" · ")}</small>
        </Key>
      ))}
      <label class="till-field">
        {words.contact}
        <input
          value={contact}
          maxLength={254}
          autocomplete="off"
          onInput={(event) => setContact(event.currentTarget.value)}
        />
      </label>
      <div class="till-actions">
        <Key kind="main" cap="↵">
          {words.keep}
        </Key>
        <Key cap="Esc" onPress={props.onBack}>
          {words.back}
        </Key>
      </div>
    </form>
  )
}
