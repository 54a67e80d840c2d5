import { useEffect, useRef, useState } from "preact/hooks"
import type { OpenTill, TillConfig } from "../../till-screen.ts"
import { ask } from "./api.ts"
import { fill, Key } from "./parts.tsx"

interface PrintJob {
  id: string
  status: "waiting" | "printing" | "printed" | "failed" | "cancelled"
  /** Why it waits, in words. */
  message: string | null
  /** Number of its order. */
  order: string | null
}

export interface Printing {
  /** Of this till; null: tickets are printed by the browser. */
  printer: { id: string; name: string } | null
  /** Its last jobs, the newest first. */
  jobs: readonly PrintJob[]
  /** Those that are not printed: tried again at once by `retry`. */
  open: readonly PrintJob[]
  retry: () => void
}

const isOpen = ({ status }: PrintJob) => status === "waiting" || status === "printing" || status === "failed"

/** What the printer of this till is doing: asked often while something is to be printed. `sold`: a sale was just made. */
export function usePrinting(
  config: TillConfig,
  session: OpenTill | null,
  sold: string | undefined,
): Printing {
  const [printer, setPrinter] = useState<Printing["printer"]>(null)
  const [jobs, setJobs] = useState<readonly PrintJob[]>([])
  const look = useRef<() => void>(() => undefined)
  const about = session ? `tillSessionId=${session.id}` : ""

  useEffect(() => {
    setPrinter(null)
    setJobs([])
    if (!about) return
    ask<{ data: { id: string; name: string }[] }>(config, `printers?${about}`).then((answer) => {
      if (answer.ok) setPrinter(answer.data.data[0] ?? null)
    })
  }, [about])

  useEffect(() => {
    if (!printer) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let over = false
    const round = async () => {
      clearTimeout(timer)
      const answer = await ask<{ data: PrintJob[] }>(config, `print-jobs?${about}&limit=10`)
      if (over) return
      if (answer.ok) setJobs(answer.data.data)
      const busy = answer.ok && answer.data.data.some(isOpen)
      timer = setTimeout(round, busy ? 700 : 3000)
    }
    look.current = round
    timer = setTimeout(round, sold ? 300 : 0)
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [about, printer?.id, sold])

  const open = jobs.filter(isOpen)
  const retry = async () => {
    for (const { id } of [...open].reverse()) await ask(config, `print-jobs/${id}/attempts`, {})
    if (open.length > 0) look.current()
  }
  return { printer, jobs, open, retry }
}

/** At the head of the screen while papers can't come out: how many, why, and the key that tries again. */
export function PrintAlert({ config, printing }: { config: TillConfig; printing: Printing }) {
  const stuck = printing.open.filter(({ message }) => message)
  return (
    <span class="till-printing" role="status">
      {stuck.length > 0 && (
        <>
          <span class="till-error">
            {fill(config.words.printWaits, { count: printing.open.length })} · {stuck.at(-1)?.message}
          </span>
          <Key cap="R" onPress={printing.retry}>
            {config.words.printAgain}
          </Key>
        </>
      )}
    </span>
  )
}

/** Where the tickets of an order are, on a till with a printer. */
export function PrintState(props: { config: TillConfig; printing: Printing; order: string }) {
  const { printing, config } = props
  const { words } = config
  if (!printing.printer) return null
  const job = printing.jobs.find(({ order }) => order === props.order)
  const done = job?.status === "printed"
  return (
    <p class={done ? "till-done" : "till-hint"}>
      {done ? `${words.printed} · ${printing.printer.name}` : (job?.message ?? words.printing)}
    </p>
  )
}
