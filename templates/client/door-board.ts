/** Keeps the board of an evening as it is: the server sends it drawn, each time it changed. */
const board = document.querySelector<HTMLElement>("[data-board]")

function follow(place: HTMLElement): void {
  let events: EventSource | undefined
  const open = () => {
    if (document.hidden || events) return
    events = new EventSource(place.dataset.board ?? "")
    events.addEventListener("message", ({ data }: MessageEvent<string>) => {
      place.innerHTML = data
    })
    events.addEventListener("error", () => {
      // A browser gives up on a stream that was refused: another try is made later.
      if (events?.readyState !== EventSource.CLOSED) return
      events = undefined
      setTimeout(open, 10_000)
    })
  }
  const close = () => {
    events?.close()
    events = undefined
  }
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()))
  addEventListener("pagehide", close)
  open()
}

if (board) follow(board)
