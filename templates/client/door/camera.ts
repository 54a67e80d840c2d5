/** What reads codes in a picture: the browser's own detector, or ours. */
export type Reader = { detect(picture: HTMLVideoElement): Promise<{ rawValue: string }[]> }

type NativeReader = { new (options: { formats: string[] }): Reader; getSupportedFormats(): Promise<string[]> }

export type CameraTrouble = "cameraRefused" | "cameraMissing" | "cameraInsecure" | "cameraBroken"

export class CameraError extends Error {
  readonly trouble: CameraTrouble
  constructor(trouble: CameraTrouble) {
    super(trouble)
    this.trouble = trouble
  }
}

/** How often the picture is looked at, and how long a code stays the same one after it was last seen, in ms. */
const every = 60
const sameFor = 2500

/** The phone's camera, turned to codes. `onCode` hears each code once, and again after it has been out of sight. */
export class Camera {
  readonly #video: HTMLVideoElement
  readonly #files: { reader: string; wasm: string }
  readonly #onCode: (code: string) => void
  #stream: MediaStream | undefined
  #reader: Reader | undefined
  #last = { code: "", seen: 0 }

  constructor(
    video: HTMLVideoElement,
    files: { reader: string; wasm: string },
    onCode: (code: string) => void,
  ) {
    this.#video = video
    this.#files = files
    this.#onCode = onCode
  }

  get open(): boolean {
    return this.#stream !== undefined
  }

  /** @throws CameraError */
  async start(): Promise<void> {
    if (!navigator.mediaDevices) throw new CameraError("cameraInsecure")
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
      })
    } catch (error) {
      throw new CameraError((error as Error).name === "NotAllowedError" ? "cameraRefused" : "cameraMissing")
    }
    try {
      this.#reader ??= await nativeReader()
      this.#reader ??= await ownReader(this.#files)
    } catch {
      this.stop()
      throw new CameraError("cameraBroken")
    }
    this.#video.srcObject = this.#stream
    this.#video.hidden = false
    await this.#video.play()
    void this.#look(this.#stream)
  }

  stop(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop()
    this.#stream = undefined
    this.#video.srcObject = null
    this.#video.hidden = true
  }

  get hasLight(): boolean {
    const [track] = this.#stream?.getVideoTracks() ?? []
    return (track?.getCapabilities?.() as { torch?: boolean } | undefined)?.torch === true
  }

  async light(on: boolean): Promise<void> {
    const [track] = this.#stream?.getVideoTracks() ?? []
    await track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] })
  }

  async #look(stream: MediaStream): Promise<void> {
    while (this.#stream === stream) {
      if (this.#video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !document.hidden) await this.#read()
      await new Promise((resolve) => setTimeout(resolve, every))
    }
  }

  async #read(): Promise<void> {
    try {
      const [found] = (await this.#reader?.detect(this.#video)) ?? []
      if (found) this.#saw(found.rawValue)
    } catch {
      // Some systems announce a detector and have none.
      this.#reader = await ownReader(this.#files)
    }
  }

  #saw(code: string): void {
    const now = performance.now()
    const again = code === this.#last.code && now - this.#last.seen < sameFor
    this.#last = { code, seen: now }
    if (!again) this.#onCode(code)
  }
}

async function nativeReader(): Promise<Reader | undefined> {
  const Native = (globalThis as { BarcodeDetector?: NativeReader }).BarcodeDetector
  if (!Native || !(await Native.getSupportedFormats()).includes("qr_code")) return undefined
  return new Native({ formats: ["qr_code"] })
}

async function ownReader({ reader, wasm }: { reader: string; wasm: string }): Promise<Reader> {
  const { openReader } = (await import(reader)) as { openReader(wasm: string): Promise<Reader> }
  return openReader(wasm)
}
