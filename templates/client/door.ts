import { Camera } from "./door/camera.ts"
import { followCount } from "./door/count.ts"
import { followKeys } from "./door/keys.ts"
import { newScan, present, type Scan } from "./door/present.ts"
import { allowSound } from "./door/signals.ts"
import { find, Stage } from "./door/stage.ts"
import { startTools } from "./door/tools.ts"

/** Turns the door's form into a desk where ticket follows ticket: camera, reader or keyboard, without another page. */
function openDesk(desk: HTMLElement): void {
  const {
    scans = "",
    attendance = "",
    performance: performanceId = "",
    reader = "",
    wasm = "",
  } = desk.dataset
  const words = JSON.parse(desk.dataset.words ?? "{}") as Record<string, string>
  const form = find<HTMLFormElement>(desk, "[data-form]")
  const field = input(form, "code")
  const stage = new Stage(desk)
  const count = followCount(attendance)
  let queue = Promise.resolve()
  let waiting = 0

  /** Tickets are answered one after the other, in the order they were shown. */
  function check(scan: Scan): void {
    waiting++
    stage.wait(true)
    queue = queue.then(async () => {
      const answer = await present(scans, input(form, "_csrf").value, scan)
      waiting--
      stage.wait(waiting > 0)
      if (typeof answer === "string") {
        const shown = stage.show("not_checked", words[answer] ?? "", null)
        shown?.querySelector("button")?.addEventListener("click", () => check(scan))
        return
      }
      stage.show(answer.result, answer.line, answer.show)
      if (answer.result === "admitted") count()
    })
  }
  const checkCode = (code: string) => check(newScan(code, performanceId, input(form, "gate").value))

  form.addEventListener("submit", (event) => {
    event.preventDefault()
    const code = field.value.replace(/^[\r\n\t]+|[\r\n\t]+$/g, "")
    field.value = ""
    if (code.trim()) checkCode(code)
  })
  const camera = new Camera(find<HTMLVideoElement>(desk, "[data-video]"), { reader, wasm }, (code) => {
    if (waiting === 0 && stage.wasRead) checkCode(code)
  })
  followKeys(field, () => stage.clear())
  startTools(desk, camera, words)
  for (const gesture of ["pointerdown", "keydown"])
    document.addEventListener(gesture, allowSound, { once: true })
}

function input(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement
}

const desk = document.querySelector<HTMLElement>("[data-scanner]")
if (desk) openDesk(desk)
