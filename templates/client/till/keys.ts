/** A reader types faster than anybody: keys this close to each other, in milliseconds, are a code. */
const readerPace = 30
/** The shortest thing that a reader may give. */
const shortest = 8

interface Listener {
  key(key: string, event: KeyboardEvent): void
  scan(code: string): void
}

/**
 * Tells keys from what a barcode reader types. A letter or digit waits a moment before it counts: when another follows at
 * once, all of them are a code until Enter.
 */
export function listenKeys(listener: () => Listener): () => void {
  let typed = ""
  let last = 0
  let pending: ReturnType<typeof setTimeout> | undefined
  const down = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const now = performance.now()
    const close = now - last < readerPace
    last = now
    if (event.key === "Enter" && close && typed.length >= shortest) {
      event.preventDefault()
      const code = typed
      typed = ""
      clearTimeout(pending)
      const field = fieldOf(event)
      if (field) field.value = ""
      listener().scan(code)
      return
    }
    if (event.key.length === 1) {
      typed = close ? typed + event.key : event.key
      if (fieldOf(event)) return
      event.preventDefault()
      clearTimeout(pending)
      if (!close) pending = setTimeout(() => listener().key(event.key, event), readerPace)
      return
    }
    typed = ""
    listener().key(event.key, event)
  }
  document.addEventListener("keydown", down)
  return () => document.removeEventListener("keydown", down)
}

export function fieldOf(event: Event): HTMLInputElement | undefined {
  const { target } = event
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement
    ? (target as HTMLInputElement)
    : undefined
}
