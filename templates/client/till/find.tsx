import { useEffect, useRef, useState } from "preact/hooks"
import { formatDate } from "../../format.ts"
import type { FoundOrder, TillConfig } from "../../till-screen.ts"
import { ask } from "./api.ts"
import { Key, money } from "./parts.tsx"

/** After the sale: what was sold, found by anything that is known of it; given back, or printed again. */
export function FindPanel(props: { config: TillConfig; code: string; onBack: () => void }) {
  const { config } = props
  const { words, locale } = config
  const [q, setQ] = useState(props.code)
  const [orders, setOrders] = useState<FoundOrder[] | null>(null)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [way, setWay] = useState("original")
  const [reason, setReason] = useState("")
  const [said, setSaid] = useState({ kind: "", text: "" })
  const field = useRef<HTMLInputElement>(null)
  const asked = useRef(0)

  async function search(): Promise<void> {
    const turn = ++asked.current
    if (q.trim().length < 2) return setOrders(null)
    const answer = await ask<{ ticketId: string | null; data: FoundOrder[] }>(
      config,
      `found-orders?q=${encodeURIComponent(q)}`,
    )
    if (turn !== asked.current) return
    if (!answer.ok) return setSaid({ kind: "error", text: answer.message })
    setOrders(answer.data.data)
    setChosen(answer.data.ticketId ? [answer.data.ticketId] : [])
  }
  useEffect(() => field.current?.focus(), [])
  useEffect(() => {
    if (props.code) setQ(props.code)
  }, [props.code])
  useEffect(() => {
    const wait = setTimeout(search, q === props.code ? 0 : 150)
    return () => clearTimeout(wait)
  }, [q])

  async function act(path: string, body: object): Promise<void> {
    if (!reason.trim()) return setSaid({ kind: "error", text: words.reason })
    const answer = await ask<object>(config, path, body)
    setSaid(answer.ok ? { kind: "done", text: words.done } : { kind: "error", text: answer.message })
    if (answer.ok) {
      setReason("")
      await search()
    }
  }

  return (
    <section class="till-find">
      <label class="till-field">
        {words.findHint}
        <input
          ref={field}
          type="search"
          value={q}
          maxLength={400}
          autocomplete="off"
          onInput={(event) => setQ(event.currentTarget.value)}
        />
      </label>
      {said.text && (
        <p role={said.kind === "error" ? "alert" : "status"} class={`till-${said.kind}`}>
          {said.text}
        </p>
      )}
      {orders?.length === 0 && <p>{words.nothingFound}</p>}
      {orders?.map((order) => (
        <article class="till-order">
          <h3>
            {order.number} · {order.name || words.nobody} · {money(config, order.total)}
          </h3>
          <p class="till-hint">{[order.phone, order.email].filter(Boolean).join(" · ")}</p>
          <ul>
            {order.tickets.map((ticket) => (
              <li>
                <label class="till-ticket">
                  <input
                    type="checkbox"
                    disabled={ticket.status === "cancelled"}
                    checked={chosen.includes(ticket.id)}
                    onChange={({ currentTarget }) =>
                      setChosen(
                        currentTarget.checked
                          ? [...chosen, ticket.id]
                          : chosen.filter((id) => id !== ticket.id),
                      )
                    }
                  />
                  <span>
                    {ticket.number} · {ticket.event},{" "}
                    {formatDate(new Date(ticket.startsAt), { locale, timeZone: ticket.timezone })} ·{" "}
                    {[ticket.zone, ticket.seat, ticket.tariff].filter(Boolean).join(", ")}
                    {ticket.status === "cancelled" && ` · ${words.cancelled}`}
                  </span>
                  <span class="till-amount">{money(config, ticket.amount)}</span>
                </label>
              </li>
            ))}
          </ul>
          <a
            class="till-link"
            href={`/api/v1/orders/${order.token}/tickets.pdf`}
            target="_blank"
            rel="noreferrer"
          >
            {words.print}
          </a>
        </article>
      ))}
      {chosen.length > 0 && (
        <div class="till-after">
          <label class="till-field">
            {words.reason}
            <input value={reason} maxLength={200} onInput={(event) => setReason(event.currentTarget.value)} />
          </label>
          <label class="till-field">
            {words.refundBy}
            <select value={way} onChange={(event) => setWay(event.currentTarget.value)}>
              <option value="original">{words.original}</option>
              {config.methods
                .filter(({ code }) => code !== "free")
                .map(({ code, label }) => (
                  <option value={code}>{label}</option>
                ))}
            </select>
          </label>
          <div class="till-actions">
            <Key
              kind="main"
              onPress={() => act("cancellations", { tickets: chosen, reason, refund: { method: way } })}
            >
              {words.cancelTickets} ({chosen.length})
            </Key>
            <Key
              disabled={chosen.length !== 1}
              onPress={() => act("reprints", { ticketId: chosen[0], reason })}
            >
              {words.reprint}
            </Key>
          </div>
        </div>
      )}
      <Key cap="Esc" onPress={props.onBack}>
        {words.back}
      </Key>
    </section>
  )
}
