import { useEffect, useState } from "preact/hooks"
import type { OpenTill, TillConfig } from "../../till-screen.ts"
import { ask } from "./api.ts"
import { Key, money } from "./parts.tsx"
import { centsOf } from "./payments.ts"

const euros = [50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1]

/** Cash put in and taken out, and closing the till by counting it. */
export function DrawerPanel(props: {
  config: TillConfig
  session: OpenTill
  /** What has to be done before the till is closed, in words; "": nothing. */
  waiting?: string
  onBack: () => void
  onClosed: () => void
}) {
  const { config, session } = props
  const { words } = config
  const [expected, setExpected] = useState<number | null>(null)
  const [came, setCame] = useState<Record<string, number>>({})
  const [counts, setCounts] = useState<Record<string, string>>({})
  const [others, setOthers] = useState<Record<string, string>>({})
  const [explained, setExplained] = useState("")
  const [move, setMove] = useState({ amount: "", reason: "" })
  const [error, setError] = useState("")
  useEffect(() => {
    ask<{ expected: number; byMethod: Record<string, number> }>(config, `till-sessions/${session.id}`).then(
      (answer) => {
        if (!answer.ok) return
        setExpected(answer.data.expected)
        setCame(answer.data.byMethod)
      },
    )
  }, [])
  const counted = euros.reduce((sum, cents) => sum + cents * (Number(counts[cents]) || 0), 0)
  const difference = counted - (expected ?? 0)
  const otherMethods = Object.keys(came).filter((method) => method !== "cash" && method !== "free")

  async function moveCash(direction: "in" | "out"): Promise<void> {
    const amount = centsOf(move.amount)
    if (!amount || !move.reason.trim()) return setError(`${words.amount}, ${words.reason}`)
    const answer = await ask<{ expected: number }>(config, `till-sessions/${session.id}/movements`, {
      ...{ direction, amount, reason: move.reason },
    })
    if (!answer.ok) return setError(answer.message)
    setError("")
    setMove({ amount: "", reason: "" })
    setExpected(answer.data.expected)
  }

  async function close(): Promise<void> {
    if (difference !== 0 && !explained.trim()) return setError(words.explain)
    const denominations = Object.fromEntries(
      Object.entries(counts)
        .map(([cents, count]) => [cents, Number(count) || 0] as const)
        .filter(([, count]) => count > 0),
    )
    const noted = Object.entries(others).filter(([, typed]) => typed.trim() !== "")
    const amounts = noted.map(([method, typed]) => [method, centsOf(typed)] as const)
    if (amounts.some(([, cents]) => cents === null)) return setError(words.otherMethods)
    const answer = await ask(config, `till-sessions/${session.id}/closing`, {
      counted: { cash: counted, denominations, others: Object.fromEntries(amounts) },
      ...(explained.trim() ? { reason: explained.trim() } : {}),
    })
    if (!answer.ok) return setError(answer.message)
    props.onClosed()
  }

  return (
    <div class="till-drawer">
      {error && (
        <p role="alert" class="till-error">
          {error}
        </p>
      )}
      <section>
        <h2>{words.cashMove}</h2>
        <label class="till-field">
          {words.amount}
          <input
            value={move.amount}
            inputMode="decimal"
            onInput={(event) => setMove({ ...move, amount: event.currentTarget.value })}
          />
        </label>
        <label class="till-field">
          {words.reason}
          <input
            value={move.reason}
            maxLength={200}
            onInput={(event) => setMove({ ...move, reason: event.currentTarget.value })}
          />
        </label>
        <div class="till-actions">
          <Key onPress={() => moveCash("in")}>{words.cashIn}</Key>
          <Key onPress={() => moveCash("out")}>{words.cashOut}</Key>
        </div>
      </section>
      <section>
        <h2>{words.count}</h2>
        <div class="till-coins">
          {euros.map((cents) => (
            <label>
              {money(config, cents)}
              <input
                value={counts[cents] ?? ""}
                inputMode="numeric"
                onInput={(event) =>
                  setCounts({ ...counts, [cents]: event.currentTarget.value.replace(/\D/g, "").slice(0, 5) })
                }
              />
            </label>
          ))}
        </div>
        <dl class="till-sums">
          <div>
            <dt>{words.expected}</dt>
            <dd>{expected === null ? "…" : money(config, expected)}</dd>
          </div>
          <div>
            <dt>{words.counted}</dt>
            <dd>{money(config, counted)}</dd>
          </div>
          <div class="till-change">
            <dt>{words.difference}</dt>
            <dd>{money(config, difference)}</dd>
          </div>
        </dl>
        {otherMethods.length > 0 && (
          <>
            <h2>{words.otherMethods}</h2>
            <div class="till-counts">
              {otherMethods.map((method) => (
                <label>
                  {labelOf(config, method)} <span>{money(config, came[method] ?? 0)}</span>
                  <input
                    value={others[method] ?? ""}
                    inputMode="decimal"
                    placeholder={words.counted}
                    onInput={(event) =>
                      setOthers({ ...others, [method]: event.currentTarget.value.slice(0, 12) })
                    }
                  />
                </label>
              ))}
            </div>
          </>
        )}
        {difference !== 0 && (
          <label class="till-field">
            {words.explain}
            <input
              value={explained}
              maxLength={500}
              onInput={(event) => setExplained(event.currentTarget.value)}
            />
          </label>
        )}
        <div class="till-actions">
          {props.waiting && <p role="status">{props.waiting}</p>}
          <Key kind="main" disabled={Boolean(props.waiting)} onPress={close}>
            {words.close}
          </Key>
          <Key cap="Esc" onPress={props.onBack}>
            {words.back}
          </Key>
          <a
            class="till-link"
            href={`${config.home}/till-sessions/${session.id}`}
            target="_blank"
            rel="noreferrer"
          >
            {words.xReport}
          </a>
        </div>
      </section>
    </div>
  )
}

function labelOf({ methods }: TillConfig, code: string): string {
  return methods.find((method) => method.code === code)?.label ?? code
}
