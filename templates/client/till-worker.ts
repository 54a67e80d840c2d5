declare const self: {
  addEventListener(type: string, listener: (event: never) => void): void
  skipWaiting(): Promise<void>
  clients: { claim(): Promise<void> }
}

type Lasting = { waitUntil(work: Promise<unknown>): void }

const shelf = "till 1"
/** So long is the network waited for before the page that is kept is shown, in milliseconds. */
const patience = 4000

self.addEventListener("install", (event: Lasting) => event.waitUntil(self.skipWaiting()))
self.addEventListener("activate", (event: Lasting) => event.waitUntil(self.clients.claim()))

// A till's page says what it is made of: all of it is fetched before what was kept goes.
self.addEventListener("message", (event: Lasting & { data: { keep?: string; files?: string[] } }) => {
  const { keep, files = [] } = event.data
  if (keep) event.waitUntil(keepPage(keep, files))
})

self.addEventListener(
  "fetch",
  (event: { request: Request; respondWith(answer: Promise<Response>): void }) => {
    const { request } = event
    const { pathname, origin } = new URL(request.url)
    if (request.method !== "GET" || origin !== location.origin) return
    if (request.mode === "navigate") event.respondWith(pageOf(request, pathname))
    else if (
      pathname.startsWith("/assets/") ||
      pathname.endsWith("/theme.css") ||
      pathname === "/favicon.svg"
    )
      event.respondWith(fileOf(request))
  },
)

async function keepPage(page: string, files: readonly string[]): Promise<void> {
  const cache = await caches.open(shelf)
  const answer = await fetch(page, { credentials: "same-origin", cache: "no-store" })
  // The sign-in page is none of ours to keep.
  if (!answer.ok || answer.redirected) return
  await Promise.all(
    files.map(async (path) => {
      if (!(await cache.match(path))) await cache.add(new Request(path, { credentials: "same-origin" }))
    }),
  )
  await cache.put(page, answer)
  const kept = new Set(files.map((path) => new URL(path, location.origin).href))
  for (const request of await cache.keys())
    if (!kept.has(request.url) && new URL(request.url).pathname.startsWith("/assets/"))
      await cache.delete(request)
}

/** The page as the server gives it; without the server, as it was last. */
async function pageOf(request: Request, pathname: string): Promise<Response> {
  const kept = await (await caches.open(shelf)).match(pathname, { ignoreVary: true })
  if (!kept) return fetch(request)
  try {
    const late = new Promise<never>((_, reject) => setTimeout(reject, patience))
    const answer = await Promise.race([fetch(request), late])
    return answer.status >= 500 ? kept : answer
  } catch {
    return kept
  }
}

async function fileOf(request: Request): Promise<Response> {
  const found = await (await caches.open(shelf)).match(request, { ignoreVary: true })
  return found ?? fetch(request)
}
