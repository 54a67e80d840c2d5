import { useEffect, useState } from "preact/hooks"
import { Button } from "../../components/button.tsx"
import { SceneContext } from "../../scene.ts"
import { Desk } from "./desk.tsx"
import { Door } from "./door.ts"
import { pairWith } from "./pair.ts"
import { get, type Paired, put, type Things } from "./store.ts"
import { type SyncState, startSync } from "./sync-loop.ts"
import { words } from "./words.ts"

export interface Files {
  reader: string
  wasm: string
}

type Locale = "fr" | "en"

/** The scanner: paired first, then a performance is chosen, then ticket after ticket. */
export function App({ files, version }: { files: Files; version: string }) {
  const [locale, setLocale] = useState<Locale>(navigator.language.startsWith("fr") ? "fr" : "en")
  const [paired, setPaired] = useState<Paired | null | undefined>(undefined)
  const [door, setDoor] = useState<Door | null>(null)
  const [performances, setPerformances] = useState<Things["performances"]>([])
  const [sync, setSync] = useState<SyncState>({ end: "away", waiting: 0 })
  const t = words[locale]

  const open = async (who: Paired, performanceId: string | null, gate: string) => {
    await put("post", { performanceId, gate })
    if (!performanceId) return setDoor(null)
    const next = new Door(who, performanceId, gate)
    await next.load()
    setDoor(next)
  }

  useEffect(() => {
    void (async () => {
      setLocale((await get("words")) ?? locale)
      const who = await get("paired")
      setPerformances((await get("performances")) ?? [])
      const post = await get("post")
      if (who && post?.performanceId) await open(who, post.performanceId, post.gate)
      setPaired(who ?? null)
    })()
    // A camera app may open the pairing link in a page that is open already.
    const followed = () => location.hash.startsWith("#pair.") && setPaired(null)
    addEventListener("hashchange", followed)
    return () => removeEventListener("hashchange", followed)
  }, [])
  useEffect(() => {
    document.documentElement.lang = locale
  }, [locale])
  useEffect(() => {
    if (!paired) return
    return startSync(version, async (state) => {
      setPerformances((await get("performances")) ?? [])
      setSync(state)
      if (state.end === "revoked") {
        setDoor(null)
        setPaired(null)
      }
    })
  }, [paired?.token])
  useEffect(() => {
    // What was fetched is in the book from now on.
    if (sync.end === "synced") void door?.load().then(() => setSync((now) => ({ ...now })))
  }, [sync.at])

  const speak = () => {
    const other = locale === "fr" ? "en" : "fr"
    setLocale(other)
    void put("words", other)
  }
  const language = (
    <button type="button" class="scanner-link" lang={locale === "fr" ? "en" : "fr"} onClick={speak}>
      {t.otherLanguage}
    </button>
  )
  if (paired === undefined) return null
  return (
    <SceneContext.Provider value={{ locale, currency: "EUR", timeZone: "UTC" }}>
      {paired?.organisation.training && (
        <p class="training">
          <strong>FACTICE – simulation</strong>
        </p>
      )}
      {!paired ? (
        <PairPage
          t={t}
          revoked={sync.end === "revoked"}
          onPaired={async (who) => {
            await open(who, null, who.device.gate ?? "")
            setPaired(who)
          }}
          language={language}
        />
      ) : door ? (
        <Desk
          key={door.performanceId}
          door={door}
          t={t}
          locale={locale}
          files={files}
          sync={sync}
          onLeave={() => void open(paired, null, door.gate)}
        />
      ) : (
        <ChoosePage
          t={t}
          locale={locale}
          paired={paired}
          performances={performances}
          onChoose={(id, gate) => void open(paired, id, gate)}
          language={language}
        />
      )}
    </SceneContext.Provider>
  )
}

type Text = (typeof words)["fr"]

function PairPage(props: {
  t: Text
  revoked: boolean
  language: preact.ComponentChildren
  onPaired(paired: Paired): Promise<void>
}) {
  const { t, revoked, language, onPaired } = props
  const [trouble, setTrouble] = useState("")
  const [busy, setBusy] = useState(false)
  const use = async (text: string) => {
    setBusy(true)
    const paired = await pairWith(text)
    setBusy(false)
    if (typeof paired === "string") setTrouble(paired === "away" ? t.pairAway : t.pairFailed)
    else {
      history.replaceState(null, "", "/scanner")
      await onPaired(paired)
    }
  }
  useEffect(() => {
    if (location.hash.startsWith("#pair.")) void use(location.hash)
  }, [])
  return (
    <main class="door-main" id="content">
      <div class="scanner-page">
        <h1>{revoked ? t.revoked : t.pairFirst}</h1>
        <p>{revoked ? t.revokedHint : t.pairHow}</p>
        {!isSecureContext && <p role="alert">{t.insecure}</p>}
        <p role="status">{busy ? t.pairing : trouble}</p>
        <form
          class="scanner-form"
          onSubmit={(event) => {
            event.preventDefault()
            void use(String(new FormData(event.currentTarget).get("link") ?? ""))
          }}
        >
          <label for="link">{t.pairLink}</label>
          <input class="control" id="link" name="link" autocomplete="off" />
          <Button disabled={busy}>{t.pair}</Button>
        </form>
        {language}
      </div>
    </main>
  )
}

function ChoosePage(props: {
  t: Text
  locale: Locale
  paired: Paired
  performances: Things["performances"]
  language: preact.ComponentChildren
  onChoose(id: string, gate: string): void
}) {
  const { t, locale, paired, performances, language, onChoose } = props
  const [gate, setGate] = useState(paired.device.gate ?? "")
  const when = (startsAt: string, timeZone: string) =>
    new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone }).format(
      new Date(startsAt),
    )
  return (
    <main class="door-main" id="content">
      <div class="scanner-page">
        <p class="door-count">
          {paired.organisation.name} · {paired.device.name}
        </p>
        <h1>{t.choose}</h1>
        <div class="scanner-form">
          <label for="gate">{t.gate}</label>
          <input
            class="control"
            id="gate"
            value={gate}
            maxLength={60}
            autocomplete="off"
            onInput={(event) => setGate(event.currentTarget.value)}
          />
        </div>
        {performances.length === 0 && <p>{t.nothing}</p>}
        <div class="door-choices">
          <ul>
            {performances.map(({ id, title, venue, startsAt, timezone }) => (
              <li key={id}>
                <button type="button" class="door-choice" onClick={() => onChoose(id, gate.trim())}>
                  <strong>{title[locale] ?? title.fr ?? title.en}</strong>
                  <span>
                    {when(startsAt, timezone)}, {venue}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </div>
        {language}
      </div>
    </main>
  )
}
