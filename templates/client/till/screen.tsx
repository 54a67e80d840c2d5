import { useEffect, useRef, useState } from "preact/hooks"
import type { TillConfig, TillMethod } from "../../till-screen.ts"
import { ask, OnceKey } from "./api.ts"
import { addPlace, itemsOf, type Performance, removePlace, totalOf } from "./basket.ts"
import { CustomerPanel } from "./customer.tsx"
import { DrawerPanel } from "./drawer.tsx"
import { FindPanel } from "./find.tsx"
import { fieldOf, listenKeys } from "./keys.ts"
import { restoreBasket, saveBasket } from "./offline/basket.ts"
import type { OwnSale } from "./offline/kept.ts"
import { OfflinePanel } from "./offline/panel.tsx"
import { PaperTickets } from "./offline/paper.tsx"
import { keptPerformances, sellKept } from "./offline/sell.ts"
import { rememberedSession, rememberSession } from "./offline/session.ts"
import { keepPage } from "./offline/shell.ts"
import { soldPlaces } from "./offline/store.ts"
import { NetworkStrip } from "./offline/strip.tsx"
import { useOffline } from "./offline/use-offline.ts"
import { words as offlineWords } from "./offline/words.ts"
import { noteHolder, OpenPanel } from "./open.tsx"
import { BasketLines, fill, Key, money, Performances, Tariffs } from "./parts.tsx"
import { Pay } from "./pay.tsx"
import { centsOf, leftToPay, take } from "./payments.ts"
import { PrintAlert, PrintState, usePrinting } from "./printing.tsx"
import { chosen, nextSale, type State } from "./state.ts"

/** How often what is left is asked for again, in milliseconds. */
const refreshEvery = 10_000
/** And how often while it can't be reached. */
const retryEvery = 3000

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
    ...{ error: "", code: "", sold: null, closed: null, aboveCeiling: false, ...restoreBasket(config) },
  }))
  const t = offlineWords[config.locale]
  const offline = useOffline(config, state.session)
  const [paper, setPaper] = useState<OwnSale | null>(null)
  const net = useRef(offline)
  net.current = offline
  const now = useRef(state)
  now.current = state
  const once = useRef(new OnceKey())
  const set = (changes: Partial<State>) => {
    now.current = { ...now.current, ...changes }
    setState(now.current)
    saveBasket(config, now.current)
  }

  const printing = usePrinting(config, state.session, state.sold?.number)
  const retryPrint = useRef(printing.retry)
  retryPrint.current = printing.retry

  async function refresh(): Promise<void> {
    const answer = await ask<{ data: Performance[]; aboveCeiling: boolean }>(config, "counter")
    net.current.heard(answer.ok || answer.code !== "no_network")
    if (!answer.ok) {
      if (answer.code === "no_network" && !now.current.session) set({ session: rememberedSession(config) })
      return
    }
    const before = now.current.performances[now.current.at]?.id
    const at = answer.data.data.findIndex(({ id }) => id === before)
    const { aboveCeiling } = answer.data
    set({ aboveCeiling, performances: answer.data.data, ...(at >= 0 ? { at } : { at: 0, zoneAt: 0 }) })
  }
  useEffect(() => {
    refresh()
    void keepPage()
    const timer = setInterval(refresh, refreshEvery)
    addEventListener("online", refresh)
    return () => {
      clearInterval(timer)
      removeEventListener("online", refresh)
    }
  }, [])
  useEffect(() => {
    if (!offline.away) return
    const timer = setInterval(refresh, retryEvery)
    return () => clearInterval(timer)
  }, [offline.away])
  // Without a network, this till sells what it keeps.
  const kept = keptPerformances(offline.kept, soldPlaces(offline.sales), config.locale)
  const sees = useRef({ performances: state.performances })
  sees.current = { performances: offline.away ? kept : state.performances }
  const seen = () => ({ ...now.current, ...sees.current })

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
    if (net.current.away) return sellAway(taken, change)
    const key = once.current.for(body)
    if (now.current.uncertain && now.current.uncertain !== key) {
      void net.current.giveUp(now.current.uncertain)
      set({ uncertain: "" })
    }
    const answer = await ask<{ number: string; token: string; tickets: { seat?: string }[] }>(
      ...([config, "sales", body, key] as const),
    )
    if (!answer.ok && answer.code === "no_network") {
      // It may have been recorded: what is sold in its place says so, and it counts once.
      net.current.heard(false)
      const here = net.current.kept !== null && net.current.kept.reserves.length > 0
      return set({ busy: false, uncertain: key, error: here ? t.uncertain : answer.message })
    }
    if (!answer.ok) {
      const apart = answer.code === "not_enough_together"
      return set({ busy: false, error: answer.message, ...(apart ? { anywhere: true } : {}) })
    }
    once.current.done()
    const { number, token, tickets } = answer.data
    const sold = { number, token, change, seats: tickets.flatMap(({ seat }) => seat ?? []) }
    set({ ...nextSale(now.current, usual), sold })
    refresh()
  }

  async function sellAway(payments: State["payments"], change: number): Promise<void> {
    const { session, lines, uncertain } = now.current
    if (!session) return
    const own = await sellKept(config, session, { lines, payments, instead: uncertain || undefined }).catch(
      () => undefined,
    )
    if (!own) return set({ busy: false, error: t.tooFew })
    once.current.done()
    const number = own.tickets[0]?.number.replace(/-\d+$/, "") ?? ""
    const seats = own.tickets.flatMap(({ seat }) => seat ?? [])
    set({ ...nextSale(now.current, usual), sold: { number, token: "", change, seats, own } })
    await net.current.changed()
  }

  function sellKey(key: string): void {
    const { at, performances, lines, sold } = seen()
    const { performance, zone } = chosen(seen())
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
    } else if (key === "Escape") {
      const { uncertain } = now.current
      if (uncertain) void net.current.giveUp(uncertain)
      set({ lines: [], customer: null, error: "", uncertain: "" })
    } else if (key === "n") set({ step: "offline" })
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

  /** By the browser: the server is not there to do it. */
  function printOwn(sale: OwnSale): void {
    setPaper(sale)
    requestAnimationFrame(() => requestAnimationFrame(() => print()))
  }

  function printSold(): void {
    const { token, own } = now.current.sold ?? {}
    if (own) printOwn(own)
    else if (token) window.open(`/api/v1/orders/${token}/tickets.pdf`, "_blank", "noreferrer")
  }

  function opened(session: State["session"]): void {
    const before = now.current.session
    if (session) noteHolder(config, session.till, config.person)
    else if (before) noteHolder(config, before.till, null)
    rememberSession(config, session)
    set({ session, closed: session ? null : (before?.id ?? null), step: "sell", sold: null })
    void keepPage()
  }

  const { session, step, lines, sold, customer } = state
  const unsent = offline.sales.filter(({ sent }) => sent === 0).length
  const { performance, zone } = chosen(seen())
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
        <OpenPanel config={config} onOpen={opened} />
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
        <Key cap="N" onPress={() => set({ step: "offline" })}>
          {t.key}
        </Key>
        <NetworkStrip {...{ offline, t }} onLook={() => set({ step: "offline" })} />
      </header>
      <Performances
        {...{ config, performances: sees.current.performances, at: state.at }}
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
        {step === "find" && offline.away && <p class="till-hint">{t.notHere}</p>}
        {step === "find" && !offline.away && <FindPanel {...{ config, code: state.code }} onBack={back} />}
        {step === "drawer" && (
          <DrawerPanel
            {...{ config, session }}
            waiting={unsent > 0 ? t.closeAfter(unsent) : ""}
            onBack={back}
            onClosed={() => opened(null)}
          />
        )}
        {step === "offline" && (
          <OfflinePanel {...{ config, t, session, performance, offline }} onPrint={printOwn} onBack={back} />
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
      {paper && <PaperTickets {...{ sale: paper, t, locale: config.locale }} />}
    </div>
  )
}
