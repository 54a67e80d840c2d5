import { type Camera, CameraError } from "./camera.ts"
import { silence } from "./signals.ts"
import { find } from "./stage.ts"

/** The buttons under the field: camera, light, sound. `words` are those of the page. */
export function startTools(desk: HTMLElement, camera: Camera, words: Record<string, string>): void {
  const [cameraTool, light, sound] = ["camera", "light", "sound"].map((name) =>
    find<HTMLButtonElement>(desk, `[data-tool="${name}"]`),
  ) as [HTMLButtonElement, HTMLButtonElement, HTMLButtonElement]
  const trouble = find(desk, "[data-trouble]")

  async function open(): Promise<void> {
    tell(trouble, "")
    try {
      await camera.start()
      press(cameraTool, true)
      light.hidden = !camera.hasLight
      await stayAwake()
    } catch (error) {
      tell(trouble, words[error instanceof CameraError ? error.trouble : "cameraBroken"] ?? "")
    }
  }

  function close(): void {
    camera.stop()
    press(cameraTool, false)
    press(light, false)
    light.hidden = true
  }

  cameraTool.addEventListener("click", () => {
    if (camera.open) close()
    else void open()
  })
  light.addEventListener("click", async () => {
    const on = !isPressed(light)
    try {
      await camera.light(on)
      press(light, on)
    } catch {
      light.hidden = true
    }
  })
  sound.addEventListener("click", () => {
    const off = !isPressed(sound)
    silence(off)
    press(sound, off)
  })
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && camera.open) void stayAwake()
  })
  find(desk, "[data-tools]").hidden = false
  void openIfAllowed(open)
}

/** Where the person has already allowed the camera, it opens by itself. */
async function openIfAllowed(open: () => Promise<void>): Promise<void> {
  try {
    const { state } = await navigator.permissions.query({ name: "camera" as PermissionName })
    if (state === "granted") await open()
  } catch {
    // A browser that can't say: the button asks.
  }
}

/** The screen stays lit while the camera looks; where that can't be asked, it goes dark as usual. */
async function stayAwake(): Promise<void> {
  await navigator.wakeLock?.request("screen").catch(() => undefined)
}

function tell(place: HTMLElement, message: string): void {
  place.textContent = message
  place.hidden = message === ""
}

function press(button: HTMLButtonElement, on: boolean): void {
  button.setAttribute("aria-pressed", String(on))
  button.textContent = (on ? button.dataset.on : button.dataset.off) ?? ""
}

function isPressed(button: HTMLButtonElement): boolean {
  return button.getAttribute("aria-pressed") === "true"
}
