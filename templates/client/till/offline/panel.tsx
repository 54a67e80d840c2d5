import { useState } from "preact/hooks"
import { formatDate, formatTime } from "../../../format.ts"
import type { OpenTill, TillConfig } from "../../../till-screen.ts"
import type { Performance } from "../basket.ts"
import { Key, money } from "../parts.tsx"
import type { KeptReserve, OwnSale } from "./kept.ts"
import { soldPlaces } from "./store.ts"
import { keep, release } from "./sync.ts"
import type { Offline } from "./use-offline.ts"
import type { OfflineWords } from "./words.ts"

const usual = 20

/** What this till keeps for when the network is cut, and what became of what it sold then. */
export function OfflinePanel(props: {
  config: TillConfig
  t: OfflineWords
  session: OpenTill
  performance: Performance | undefined
  offline: Offline
  onPrint: (sale: OwnSale) => void
  onBack: () => void
}) {
  const { config, t, session, performance, offline, onPrint, onBack } = props
  const [places, setPlaces] = useState<Record<string, string>>({})
  const [error, setError] = useState("")
  const [done, setDone] = useState("")
  const [busy, setBusy] = useState(false)
  const reserves = offline.kept?.reserves ?? []

  async function act(work: () => Promise<string>, said = ""): Promise<void> {
    setBusy(true)
    const trouble = await work()
    setBusy(false)
    setError(trouble)
    setDone(trouble ? "" : said)
    await offline.changed()
  }

  const wantedIn = (zoneId: string) =>
    Number(places[zoneId] ?? (performance?.zones.length === 1 ? usual : 0)) || 0
  const keepThem = () =>
    act(async () => {
      const zones = (performance?.zones ?? [])
        .map(({ id }) => ({ zoneId: id, places: Math.min(wantedIn(id), 500) }))
        .filter((zone) => zone.places > 0)
      if (!performance || zones.length === 0) return t.places
      const answer = await keep(config, session, performance.id, zones)
      return answer.ok ? "" : answer.message
    })

  return (
    <div class="till-offline">
      {error && (
        <p role="alert" class="till-error">
          {error}
        </p>
      )}
      {done && (
        <p role="status" class="till-done">
          {done}
        </p>
      )}
      {!isSecureContext && <p class="till-hint">{t.onlyThisPage}</p>}
      {performance && (
        <section>
          <h2>{t.keep}</h2>
          <p>
            <strong>{performance.title}</strong>,{" "}
            {formatDate(new Date(performance.startsAt), {
              locale: config.locale,
              timeZone: performance.timezone,
            })}
          </p>
          <form
            class="till-actions"
            onSubmit={(event) => {
              event.preventDefault()
              void keepThem()
            }}
          >
            {performance.zones.map(({ id, name }) => (
              <label class="till-field">
                {performance.zones.length > 1 ? name : t.places}
                <input
                  value={places[id] ?? (performance.zones.length === 1 ? String(usual) : "")}
                  inputMode="numeric"
                  size={6}
                  onInput={(event) =>
                    setPlaces({ ...places, [id]: event.currentTarget.value.replace(/\D/g, "").slice(0, 3) })
                  }
                />
              </label>
            ))}
            <Key kind="main" disabled={busy || offline.away}>
              {t.keepThem}
            </Key>
          </form>
          <p class="till-hint">{t.keepHint}</p>
        </section>
      )}
      <section>
        <h2>{t.kept}</h2>
        {reserves.length === 0 && <p class="till-hint">{t.noneKept}</p>}
        <ul class="till-lines">
          {reserves.map((reserve) => (
            <Reserve
              key={reserve.id}
              {...{ config, t, reserve, sold: soldPlaces(offline.sales) }}
              disabled={busy || offline.away}
              onRelease={() => act(() => release(config, session, reserve.id), t.released)}
            />
          ))}
        </ul>
      </section>
      <section>
        <h2>{t.sales}</h2>
        {offline.found.length > 0 && <p role="status">{t.found(offline.found.join(", "))}</p>}
        {offline.sales.length === 0 && <p class="till-hint">{t.noSale}</p>}
        <ul class="till-lines">
          {offline.sales.slice(0, 50).map((sale) => (
            <li key={sale.id} data-offline-sale={sale.outcome?.state ?? "waiting"}>
              <span class="till-count">{t.number(sale.number)}</span>
              <span>
                <strong>{t.states[sale.outcome?.state ?? "waiting"]}</strong>
                <small>
                  {formatTime(new Date(sale.at), {
                    locale: config.locale,
                    timeZone: sale.tickets[0]?.timezone ?? "Europe/Paris",
                  })}
                  {" · "}
                  {sale.tickets[0]?.number.replace(/-\d+$/, "")}
                  {sale.outcome?.remarks.map(({ words }) => ` · ${words}`)}
                </small>
              </span>
              <span class="till-amount">{money(config, sale.total)}</span>
              <Key onPress={() => onPrint(sale)}>{t.print}</Key>
            </li>
          ))}
        </ul>
      </section>
      <div class="till-actions">
        <Key cap="Esc" onPress={onBack}>
          {t.back}
        </Key>
      </div>
    </div>
  )
}

function Reserve(props: {
  config: TillConfig
  t: OfflineWords
  reserve: KeptReserve
  sold: ReadonlySet<string>
  disabled: boolean
  onRelease: () => void
}) {
  const { config, t, reserve, sold } = props
  const { performance, places } = reserve
  const left = places.filter(({ ticketId }) => !sold.has(ticketId)).length
  const { title, startsAt, timezone: timeZone } = performance
  const { locale } = config
  return (
    <li>
      <span class="till-count">{left}</span>
      <span>
        <strong>{title[locale] ?? title.fr ?? title.en}</strong>
        <small>
          {formatDate(new Date(startsAt), { locale, timeZone })} · {t.left(left, places.length)}
        </small>
        {places.some(({ seat }) => seat) && (
          <small>
            {places
              .filter(({ ticketId }) => !sold.has(ticketId))
              .map(({ seat }) => seat)
              .join(", ")}
          </small>
        )}
      </span>
      <Key disabled={props.disabled} onPress={props.onRelease}>
        {t.release}
      </Key>
    </li>
  )
}
