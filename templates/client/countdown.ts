/** Less than this and the person is told, once, by voice and weight. */
const nearlyUp = 120

/** Turns each "gardées jusqu'à 20 h 42" into minutes and seconds left. Without it, the hour stays and is as true. */
export function startCountdowns(root: ParentNode = document): void {
  const countdowns = [...root.querySelectorAll<HTMLElement>("[data-until]")]
  if (countdowns.length === 0) return
  let spoken = Number.POSITIVE_INFINITY
  const tick = () => {
    const left = Math.max(...countdowns.map(show))
    const [speaker] = countdowns
    if (speaker && left <= nearlyUp && spoken > nearlyUp) say(speaker, speaker.dataset.nearlyUp)
    if (speaker && left <= 0 && spoken > 0) say(speaker, speaker.dataset.up)
    spoken = left
    if (left > 0) setTimeout(tick, 1000 - (Date.now() % 1000))
  }
  tick()
}

/** Writes what is left and gives it back in seconds, never below 0. */
function show(countdown: HTMLElement): number {
  const { until = "", left: pattern = "{time}", upShort = "" } = countdown.dataset
  const left = Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 1000))
  const time = countdown.querySelector("time")
  const words = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`
  // More than an hour, as for places that were offered: the hour that is written says more.
  if (left > 3600) return left
  if (time) time.textContent = left > 0 ? pattern.replace("{time}", words) : upShort
  countdown.classList.toggle("countdown-near", left <= nearlyUp)
  return left
}

function say(countdown: HTMLElement, words = ""): void {
  const status = countdown.querySelector("[role=status]")
  if (status) status.textContent = words
}

startCountdowns()
