export type Tone = "green" | "amber" | "red"

type Note = { at: number; lasts: number; hertz: number; shape: OscillatorType }

/** One rising call lets in, two level ones ask to look, a long low one stops: told apart without looking. */
const sounds: Record<Tone, Note[]> = {
  green: [
    { at: 0, lasts: 0.08, hertz: 880, shape: "sine" },
    { at: 0.08, lasts: 0.14, hertz: 1320, shape: "sine" },
  ],
  amber: [
    { at: 0, lasts: 0.12, hertz: 520, shape: "triangle" },
    { at: 0.2, lasts: 0.12, hertz: 520, shape: "triangle" },
  ],
  red: [{ at: 0, lasts: 0.5, hertz: 165, shape: "square" }],
}

const shakes: Record<Tone, number[]> = { green: [60], amber: [80, 80, 80], red: [400] }

let context: AudioContext | undefined
let silent = false

/** Browsers allow sound only once the person has touched the page. */
export function allowSound(): void {
  context ??= new AudioContext()
  void context.resume()
}

export function silence(off: boolean): void {
  silent = off
}

export function signal(tone: Tone): void {
  // Before the first touch a browser refuses, and complains.
  if (navigator.userActivation?.hasBeenActive ?? true) navigator.vibrate?.(shakes[tone])
  if (silent || context?.state !== "running") return
  for (const note of sounds[tone]) play(context, note)
}

function play(on: AudioContext, { at, lasts, hertz, shape }: Note): void {
  const start = on.currentTime + at
  const volume = on.createGain()
  volume.gain.setValueAtTime(0.25, start)
  volume.gain.exponentialRampToValueAtTime(0.001, start + lasts)
  const oscillator = on.createOscillator()
  oscillator.type = shape
  oscillator.frequency.value = hertz
  oscillator.connect(volume).connect(on.destination)
  oscillator.start(start)
  oscillator.stop(start + lasts)
}
