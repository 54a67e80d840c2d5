import type { ComponentChildren } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { Button } from "../../components/button.tsx"
import { DoorAnswer, doorTones } from "../../components/door-answer.tsx"
import { Camera, CameraError } from "../door/camera.ts"
import { followKeys } from "../door/keys.ts"
import { allowSound, signal, silence, type Tone } from "../door/signals.ts"
import type { Files } from "./app.tsx"
import { ByHand } from "./by-hand.tsx"
import { type Checked, check } from "./check.ts"
import type { Door } from "./door.ts"
import { HowMany } from "./how-many.tsx"
import { lineOf, resultOf } from "./say.ts"
import { type SyncState, syncSoon } from "./sync-loop.ts"
import type { Words } from "./words.ts"

/** A green answer makes room for the camera after this long, in milliseconds; the others wait for the next ticket. */
const greenFor = 4000
/** A camera that sees the next ticket does not take an answer away before it was read, in milliseconds. */
const readFor = 1200

interface Props {
  door: Door
  t: Words
  locale: string
  files: Files
  sync: SyncState
  onLeave(): void
}

interface Shown {
  checked: Checked
  at: number
  /** The proof was not looked at yet. */
  toCheck: boolean
}

/** Where ticket follows ticket: the answer or the camera above, the field and the tools below. */
export function Desk({ door, t, locale, files, sync, onLeave }: Props) {
  const [shown, setShown] = useState<Shown | null>(null)
  const [undone, setUndone] = useState("")
  const [byHand, setByHand] = useState(false)
  const [out, setOut] = useState(false)
  const [quiet, setQuiet] = useState(false)
  const [lit, setLit] = useState(false)
  const [camera, setCamera] = useState<Camera | null>(null)
  const [trouble, setTrouble] = useState("")
  const [, redraw] = useState(0)
  const video = useRef<HTMLVideoElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const now = useRef({ shown, out, online: false, busy: false, byHand })
  Object.assign(now.current, { shown, out, byHand, online: sync.end === "synced" && navigator.onLine })

  const present = (checked: Checked) => {
    const toCheck =
      checked.result === "admitted" && !checked.ask && !!checked.details?.proof && !!checked.line
    setUndone("")
    setShown({ checked, at: performance.now(), toCheck })
    signal(checked.ask || toCheck ? "amber" : toneOf(checked))
    redraw((n) => n + 1)
    syncSoon()
  }

  const see = async (code: string, seen: "camera" | "typed") => {
    const { shown: before, busy, byHand: writing } = now.current
    if (busy || writing) return
    // What waits for a tap, and what was just said, stays: a camera sees the next ticket soon enough.
    if (
      seen === "camera" &&
      before &&
      (before.toCheck || before.checked.ask || performance.now() - before.at < readFor)
    )
      return
    now.current.busy = true
    try {
      const { online, out } = now.current
      const direction = out ? "out" : "in"
      present(await check(door, code, { direction, locale, online, correct: present }))
    } finally {
      now.current.busy = false
    }
  }

  const openCamera = async (one: Camera) => {
    setTrouble("")
    try {
      await one.start()
    } catch (error) {
      setTrouble(error instanceof CameraError ? t[error.trouble] : t.cameraBroken)
    }
    redraw((n) => n + 1)
  }

  useEffect(() => {
    if (!video.current || !field.current) return
    const one = new Camera(video.current, files, (code) => void see(code, "camera"))
    setCamera(one)
    followKeys(field.current, () => setShown(null))
    const sound = () => allowSound()
    document.addEventListener("pointerdown", sound, { once: true })
    document.addEventListener("keydown", sound, { once: true })
    void navigator.permissions
      ?.query({ name: "camera" as PermissionName })
      .then(({ state }) => (state === "granted" ? openCamera(one) : undefined))
      .catch(() => undefined)
    const awake = () => document.hidden || void navigator.wakeLock?.request("screen").catch(() => undefined)
    awake()
    document.addEventListener("visibilitychange", awake)
    return () => {
      one.stop()
      document.removeEventListener("visibilitychange", awake)
    }
  }, [])
  useEffect(() => {
    const calm = shown && !shown.toCheck && !shown.checked.ask && toneOf(shown.checked) === "green"
    if (!calm) return
    const fading = setTimeout(() => setShown(null), greenFor)
    return () => clearTimeout(fading)
  }, [shown])

  const undo = async () => {
    const line = shown?.checked.line
    if (!line) return
    const done = await door.undo(line)
    setShown(null)
    setUndone(done ? `${t.undone}. ${t.undoneHint}` : t.tooLate)
    syncSoon()
  }

  const figure = (value: number) => value.toLocaleString(locale)
  const title = door.book?.performance.title
  const checked = shown?.checked
  const open = camera?.open === true
  return (
    <>
      <header class="door-head">
        <h1 class="door-performance">{title?.[locale] ?? title?.fr ?? title?.en ?? t.name}</h1>
        <p class="door-count" data-count>
          {t.entered(figure(door.entered), figure(door.book?.expected ?? 0))}
        </p>
        <p class={`scanner-net scanner-net-${sync.end}`} role="status" data-net={sync.end}>
          {!door.book ? t.noList : sync.end === "synced" ? t.online : t.offline}
          {sync.waiting > 0 && ` · ${t.toSend(sync.waiting)}`}
        </p>
        <button type="button" class="scanner-link" onClick={onLeave}>
          {t.otherPerformance}
        </button>
      </header>
      <main class="door-main" id="content">
        <div class="scanner" data-scanner>
          <div class="scanner-stage">
            <p class="scanner-ready" hidden={checked !== undefined}>
              {undone || (out ? t.goingOut : t.ready)}
            </p>
            <video ref={video} class="scanner-video" playsinline muted hidden />
            <div class="scanner-answer">
              {checked?.ask ? (
                <HowMany
                  t={t}
                  left={checked.ask.left}
                  onGive={() => setShown(null)}
                  onAdmit={async (people) =>
                    present(await (checked.ask as NonNullable<Checked["ask"]>).admit(people))
                  }
                />
              ) : (
                checked && (
                  <Answer
                    key={shown?.at}
                    checked={checked}
                    toCheck={shown?.toCheck === true}
                    t={t}
                    line={lineOf(checked, door, t, locale)}
                  >
                    {shown?.toCheck ? (
                      <div class="answer-buttons">
                        <button
                          type="button"
                          class="button button-primary button-large"
                          onClick={() => setShown({ ...shown, toCheck: false })}
                        >
                          {t.proofSeen}
                        </button>
                        <button type="button" class="button button-secondary" onClick={() => void undo()}>
                          {t.proofMissing}
                        </button>
                      </div>
                    ) : (
                      checked.result === "admitted" &&
                      checked.line && (
                        <button
                          type="button"
                          class="button button-secondary answer-undo"
                          onClick={() => void undo()}
                        >
                          {t.undo}
                        </button>
                      )
                    )}
                  </Answer>
                )
              )}
            </div>
          </div>
          <div class="scanner-desk">
            {byHand ? (
              <ByHand
                t={t}
                onGiveUp={() => setByHand(false)}
                onLetIn={async (reason, number) => {
                  setByHand(false)
                  const line = await door.keep({
                    ...{ result: "admitted", direction: "in", people: 1, reason },
                    ...(number ? { number } : {}),
                  })
                  present({ result: "admitted", line })
                }}
              />
            ) : (
              <form
                class="scanner-form"
                onSubmit={(event) => {
                  event.preventDefault()
                  const code = (field.current?.value ?? "").replace(/^[\r\n\t]+|[\r\n\t]+$/g, "")
                  if (field.current) field.current.value = ""
                  if (code.trim()) void see(code.length === 137 ? code : code.trim().toUpperCase(), "typed")
                }}
              >
                <label for="code">{t.code}</label>
                <input
                  ref={field}
                  class="control scanner-code"
                  id="code"
                  name="code"
                  maxLength={400}
                  autocomplete="off"
                  autocapitalize="characters"
                  spellcheck={false}
                  enterkeyhint="go"
                />
                <Button>{t.check}</Button>
              </form>
            )}
            {trouble && (
              <p class="scanner-trouble" role="status">
                {trouble}
              </p>
            )}
            <div class="scanner-tools">
              <Tool
                on={open}
                name="camera"
                onPress={() => {
                  if (!camera) return
                  if (camera.open) camera.stop()
                  else void openCamera(camera)
                  redraw((n) => n + 1)
                }}
              >
                {t.openCamera}
              </Tool>
              {open && camera?.hasLight && (
                <Tool on={lit} name="light" onPress={() => void camera.light(!lit).then(() => setLit(!lit))}>
                  {t.light}
                </Tool>
              )}
              <Tool
                on={quiet}
                name="sound"
                onPress={() => {
                  silence(!quiet)
                  setQuiet(!quiet)
                }}
              >
                {quiet ? t.soundOff : t.sound}
              </Tool>
              <Tool on={out} name="out" onPress={() => setOut(!out)}>
                {t.goingOut}
              </Tool>
              <Tool on={byHand} name="by-hand" onPress={() => setByHand(!byHand)}>
                {t.byHand}
              </Tool>
            </div>
          </div>
        </div>
      </main>
    </>
  )
}

function toneOf(checked: Checked): Tone {
  return doorTones[resultOf(checked)] ?? "red"
}

function Answer(props: {
  checked: Checked
  toCheck: boolean
  t: Words
  line: string
  children: ComponentChildren
}) {
  const { checked, toCheck, t, line, children } = props
  const proof = checked.result === "admitted" ? checked.details?.proof : null
  if (toCheck)
    return (
      <DoorAnswer result="check" detail={line} show={proof ? t.checkProof(proof) : null}>
        {children}
      </DoorAnswer>
    )
  return (
    <DoorAnswer result={resultOf(checked)} detail={line}>
      {children}
    </DoorAnswer>
  )
}

function Tool(props: { name: string; on: boolean; onPress(): void; children: ComponentChildren }) {
  return (
    <button
      type="button"
      class="button button-secondary"
      data-tool={props.name}
      aria-pressed={props.on}
      onClick={props.onPress}
    >
      {props.children}
    </button>
  )
}
