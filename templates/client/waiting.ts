interface Answer {
  state: "before" | "waiting" | "called" | "none"
  /** How many are ahead, as a number and in words; before the opening, how many are here. */
  n?: number
  ahead?: string
  wait?: string
  /** Every place is taken or held at the moment. */
  out?: boolean
  /** Seconds until one should ask again. */
  next?: number
}

/** At most one change a minute is spoken. */
const speakEvery = 60_000

/** Keeps the page of who waits true, asking as seldom as it is told to, and goes in when the turn has come. */
function follow(page: HTMLElement): void {
  const { waiting: address = "", state: first, say = "", sayHere = "" } = page.dataset
  const title = document.title
  let spoken = { words: "", at: Date.now() }
  let failures = 0

  async function ask(): Promise<void> {
    if (address === "") return location.reload()
    const answer = await fetch(address, { cache: "no-store", credentials: "same-origin" })
      .then((response) => (response.ok ? (response.json() as Promise<Answer>) : null))
      .catch(() => null)
    failures = answer ? 0 : failures + 1
    if (!answer) return again(Math.min(60, 5 * 2 ** failures))
    if (answer.state !== first) return goOn(answer.state === "called")
    show(answer)
    again(answer.next ?? 10)
  }

  /** Not all at the same instant. */
  function again(seconds: number): void {
    setTimeout(() => void ask(), seconds * 1000 * (0.85 + Math.random() * 0.3))
  }

  function show({ n, ahead, wait, out = false }: Answer): void {
    const notice = page.querySelector<HTMLElement>("[data-sold-out]")
    if (notice) notice.hidden = !out
    write("[data-ahead]", ahead)
    write("[data-wait]", wait && wait.charAt(0).toUpperCase() + wait.slice(1))
    if (n !== undefined) document.title = n > 0 ? `(${n}) ${title}` : title
    const words = wait ?? ""
    if (say === "" || words === spoken.words || Date.now() - spoken.at < speakEvery) return
    spoken = { words, at: Date.now() }
    write("[data-status]", say.replace("{ahead}", ahead ?? "").replace("{wait}", words))
  }

  function write(selector: string, words: string | undefined): void {
    const element = page.querySelector(selector)
    if (element && words !== undefined && element.textContent !== words) element.textContent = words
  }

  /** Who looks elsewhere is called by the title, and comes in on coming back: time to choose does not run unseen. */
  function goOn(called: boolean): void {
    if (!called || !document.hidden) {
      location.reload()
      return
    }
    document.title = `● ${sayHere}`
    write("[data-status]", sayHere)
    document.addEventListener("visibilitychange", () => location.reload(), { once: true })
  }

  again(Number(page.dataset.next) || 10)
}

const page = document.querySelector<HTMLElement>("[data-waiting]")
if (page) follow(page)
