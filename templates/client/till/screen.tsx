import { useEffect, useRef, useState } from "preact/hooks"
import type { TillConfig, TillMethod } from "../../till-screen.ts"
import { ask, OnceKey } from "./api.ts"
import { addPlace, itemsOf, type Performance, removePlace, totalOf } from "./basket.ts"
import { CustomerPanel } from "./customer.tsx"
import { DrawerPanel } from "./drawer.tsx"
import { FindPanel } from "./find.tsx"
import { fieldOf, listenKeys } from "./keys.ts"
import { noteHolder, OpenPanel } from "./open.tsx"
import { BasketLines, fill, Key, money, Performances, Tariffs } from "./parts.tsx"
import { Pay } from "./pay.tsx"
import { centsOf, leftToPay, take } from "./payments.ts"
import { PrintAlert, PrintState, usePrinting } from "./printing.tsx"
import { chosen, nextSale, type State } from "./state.ts"

/** How often what is left is asked for again, in milliseconds. */
const refreshEvery = 10_000

/** The whole counter on one screen: keyboard, finger and barcode reader do the same. */
export function Screen({ config }: { config: TillConfig }) {
  const { words, methods } = config
  const usual = methods[0] as TillMethod
  const [state, setState] = useState<State>(() => ({
    ...{
      session: config.session,
      performances: [],
      at: 0,
      zoneAt: 0,
      lines: [],
      customer: null,
      step: "sell",
    },
    ...{ method: usual, typed: "", reference: "", payments: [], change: 0, anywhere: false, busy: false },
    ...{ error: "", code: "", sold: null, closed: null, aboveCeiling: false },
  }))
  const now = useRef(state)
  now.current = state
  const once = useRef(new OnceKey())
  const set = (changes: Partial<State>) => {
    now.current = { ...now.current, ...changes }
    setState(now.current)
  }

  const printing = usePrinting(config, state.session, state.sold?.number)
  const retryPrint = useRef(printing.retry)
  retryPrint.current = printing.retry

  async function refresh(): Promise<void> {
    const answer = await ask<{ data: Performance[]; aboveCeiling: boolean }>(config, "counter")
    if (!answer.ok) return
    const before = now.current.performances[now.current.at]?.id
    const at = answer.data.data.findIndex(({ id }) => id === before)
    const { aboveCeiling } = answer.data
    set({ aboveCeiling, performances: answer.data.data, ...(at >= 0 ? { at } : { at: 0, zoneAt: 0 }) })
  }
  useEffect(() => {
    refresh()
    const timer = setInterval(refresh, refreshEvery)
    return () => clearInterval(timer)
  }, [])

  async function confirm(): Promise<void> {
    const { lines, payments, method, typed, reference, customer, session, busy, anywhere } = now.current
    if (busy || !session || lines.length === 0) return
    const total = totalOf(lines)
    const left = leftToPay(total, payments)
    const given = typed === "" ? null : centsOf(typed)
    if (typed !== "" && given === null) return set({ error: words.given })
    if (left > 0 && method.note === "required" && !reference.trim())
      return set({ error: words.referenceNeeded })
    const one = take(method, given, left, reference)
    const taken = one.payment.amount > 0 ? [...payments, one.payment] : payments
    const change = one.change
    if (leftToPay(total, taken) > 0)
      return set({ payments: taken, typed: "", reference: "", method: usual, error: "" })
    const body = {
      ...{ tillSessionId: session.id, items: itemsOf(lines, anywhere), payments: taken },
      ...(customer ? { customer } : {}),
    }
    set({ busy: true, error: "" })
    const answer = await ask<{ number: string; token: string; tickets: { seat?: string }[] }>(
      ...([config, "sales", body, once.current.for(body)] as const),
    )
    if (!answer.ok) {
      const apart = answer.code === "not_enough_together"
      return set({ busy: false, error: answer.message, ...(apart ? { anywhere: true } : {}) })
    }
    once.current.done()
    const { number, token, tickets } = answer.data
    const sold = { number, token, change, seats: tickets.flatMap(({ seat }) => seat ?? []) }
    now.current = { ...nextSale(now.current, usual), sold }
    setState(now.current)
    refresh()
  }

  function sellKey(key: string): void {
    const { at, performances, lines, sold } = now.current
    const { performance, zone } = chosen(now.current)
    const step = (by: number) => Math.min(Math.max(at + by, 0), Math.max(performances.length - 1, 0))
    if (/^[1-9]$/.test(key)) {
      const price = zone?.prices[Number(key) - 1]
      if (performance && zone && price)
        set({ lines: addPlace(lines, performance, zone, price), sold: null, error: "" })
    } else if (key === "ArrowDown") set({ at: step(1), zoneAt: 0 })
    else if (key === "ArrowUp") set({ at: step(-1), zoneAt: 0 })
    else if (key === "ArrowRight" || key === "ArrowLeft") {
      const count = performance?.zones.length ?? 1
      set({ zoneAt: (now.current.zoneAt + (key === "ArrowRight" ? 1 : count - 1)) % count })
    } else if (key === "Backspace") set({ lines: removePlace(lines, lines.at(-1)?.price.id) })
    else if (key === "Enter") {
      if (lines.length > 0) set({ step: "pay", sold: null })
      else set({ sold: null })
    } else if (key === "Escape") set({ lines: [], customer: null, error: "" })
    else if (key === "c") set({ step: "customer" })
    else if (key === "/" || key === "f") set({ step: "find", code: "" })
    else if (key === "d") set({ step: "drawer" })
    else if (key === "p" && sold) printSold()
    else if (key === "r") retryPrint.current()
  }

  function payKey(key: string): void {
    const { typed } = now.current
    const method = methods.find((one) => one.key === key.toLowerCase())
    if (method) set({ method, error: "" })
    else if (/^[0-9.,]$/.test(key)) set({ typed: (typed + key).slice(0, 9) })
    else if (key === "Backspace") set({ typed: typed.slice(0, -1) })
    else if (key === "Enter") confirm()
    else if (key === "Escape") set({ step: "sell", payments: [], typed: "", reference: "", error: "" })
  }

  useEffect(
    () =>
      listenKeys(() => ({
        scan: (code) => set({ step: "find", code }),
        key: (key, event) => {
          const { session, step } = now.current
          if (!session) return
          const typing = fieldOf(event) !== undefined
          if (typing && !(step === "pay" && (key === "Enter" || key === "Escape")) && key !== "Escape") return
          // A focused button is pressed by Enter as everywhere.
          if (key === "Enter" && event.target instanceof HTMLButtonElement) return
          if (key.startsWith("Arrow") || key === "Backspace" || key === "Enter") event.preventDefault()
          if (step === "sell") sellKey(key)
          else if (step === "pay") payKey(key)
          else if (key === "Escape") set({ step: "sell" })
        },
      })),
    [],
  )

  function printSold(): void {
    const token = now.current.sold?.token
    if (token) window.open(`/api/v1/orders/${token}/tickets.pdf`, "_blank", "noreferrer")
  }

  const { session, step, lines, sold, customer } = state
  const { performance, zone } = chosen(state)
  if (!session)
    return (
      <div class="till-alone">
        {state.closed && (
          <p role="status" class="till-done">
            {words.closed}{" "}
            <a class="till-link" href={`${config.home}/till-sessions/${state.closed}`}>
              {words.seeReport}
            </a>
          </p>
        )}
        <OpenPanel
          config={config}
          onOpen={(session) => {
            noteHolder(config, session.till, config.person)
            set({ session, closed: null })
          }}
        />
        {config.practise && (
          <a class="till-link" href={config.practise}>
            {words.practise}
          </a>
        )}
        <a class="till-link" href={config.home}>
          {words.back}
        </a>
      </div>
    )
  const back = () => set({ step: "sell" })
  return (
    <div class="till-screen" data-step={step}>
      <header class="till-head">
        <h1 class="till-who">{fill(words.byName, { name: config.person, till: session.till })}</h1>
        <PrintAlert {...{ config, printing }} />
        {state.aboveCeiling && (
          <p role="status" class="till-warning">
            {words.aboveCeiling}
          </p>
        )}
        {config.practise && (
          <a class="till-link" href={config.practise}>
            {words.practise}
          </a>
        )}
        <Key cap="F" onPress={() => set({ step: "find", code: "" })}>
          {words.find}
        </Key>
        <Key cap="D" onPress={() => set({ step: "drawer" })}>
          {words.session}
        </Key>
      </header>
      <Performances
        {...{ config, performances: state.performances, at: state.at }}
        onChoose={(at) => set({ at, zoneAt: 0, step: "sell" })}
      />
      <main class="till-work" id="content">
        {state.error && (
          <p role="alert" class="till-error">
            {state.error}
          </p>
        )}
        {step === "sell" && performance && zone && (
          <Tariffs
            {...{ config, performance, zone }}
            onZone={(zoneAt) => set({ zoneAt })}
            onAdd={(price) =>
              set({ lines: addPlace(lines, performance, zone, price), sold: null, error: "" })
            }
          />
        )}
        {step === "pay" && (
          <Pay
            {...{ config, total: totalOf(lines), payments: state.payments, method: state.method }}
            {...{ typed: state.typed, reference: state.reference, busy: state.busy }}
            onMethod={(method) => set({ method, error: "" })}
            onTyped={(typed) => set({ typed })}
            onReference={(reference) => set({ reference })}
            onConfirm={confirm}
            onBack={() => payKey("Escape")}
          />
        )}
        {step === "customer" && (
          <CustomerPanel
            {...{ config }}
            onBack={back}
            onKeep={(customer) => set({ customer, step: "sell" })}
          />
        )}
        {step === "find" && <FindPanel {...{ config, code: state.code }} onBack={back} />}
        {step === "drawer" && (
          <DrawerPanel
            {...{ config, session }}
            onBack={back}
            onClosed={() => {
              noteHolder(config, session.till, null)
              set({ session: null, closed: session.id, step: "sell", sold: null })
            }}
          />
        )}
      </main>
      <aside class="till-basket" aria-label={words.basket}>
        {sold && lines.length === 0 ? (
          <div class="till-sold" role="status">
            <p>
              {words.sold} · {sold.number}
            </p>
            {sold.seats.length > 0 && <p>{sold.seats.join(", ")}</p>}
            <p class="till-huge">
              <small>{words.change}</small> {money(config, sold.change)}
            </p>
            <PrintState {...{ config, printing, order: sold.number }} />
            <Key cap="P" onPress={printSold}>
              {printing.printer ? words.ticketsPdf : words.print}
            </Key>
            <p class="till-hint">{words.next} : 1, 2, 3</p>
          </div>
        ) : (
          <>
            <BasketLines {...{ config, lines }} onRemove={(id) => set({ lines: removePlace(lines, id) })} />
            <Key cap="C" onPress={() => set({ step: "customer" })}>
              {customer
                ? [customer.firstName, customer.lastName, customer.email ?? customer.phone]
                    .filter(Boolean)
                    .join(" ")
                : `${words.customer} : ${words.nobody}`}
            </Key>
            <p class="till-huge till-push">
              <small>{words.total}</small> {money(config, totalOf(lines))}
            </p>
            {step !== "pay" && (
              <Key kind="main" cap="↵" disabled={lines.length === 0} onPress={() => set({ step: "pay" })}>
                {words.pay}
              </Key>
            )}
          </>
        )}
      </aside>
    </div>
  )
}
