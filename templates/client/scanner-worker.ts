import { synchronise } from "./scanner/sync.ts"

/** What this file does not import: named by the server in the line before it, with the version of the page. */
declare const self: {
  PARTERRE: { version: string; kept: string[] }
  addEventListener(type: string, listener: (event: never) => void): void
  skipWaiting(): Promise<void>
  clients: { claim(): Promise<void> }
}

type Lasting = { waitUntil(work: Promise<unknown>): void }

const { version, kept } = self.PARTERRE
const shelf = `scanner ${version}`

// All of it is there before the old one goes: a phone that loses the network while it updates keeps what it had.
self.addEventListener("install", (event: Lasting) => event.waitUntil(install()))
self.addEventListener("activate", (event: Lasting) => event.waitUntil(activate()))

self.addEventListener(
  "fetch",
  (event: { request: Request; respondWith(answer: Promise<Response>): void }) => {
    const { pathname, origin } = new URL(event.request.url)
    if (event.request.method !== "GET" || origin !== location.origin || !kept.includes(pathname)) return
    event.respondWith(fromShelf(event.request, pathname))
  },
)

// The browser calls when the network is back, even if the page is closed by then.
self.addEventListener("sync", (event: Lasting & { tag: string }) => {
  if (event.tag === "door") event.waitUntil(synchronise({ version }))
})

async function install(): Promise<void> {
  const cache = await caches.open(shelf)
  await cache.addAll(kept.map((path) => new Request(path, { cache: "reload", credentials: "same-origin" })))
  await self.skipWaiting()
}

async function activate(): Promise<void> {
  for (const name of await caches.keys())
    if (name.startsWith("scanner ") && name !== shelf) await caches.delete(name)
  await self.clients.claim()
}

async function fromShelf(request: Request, pathname: string): Promise<Response> {
  const found = await (await caches.open(shelf)).match(pathname, { ignoreVary: true })
  return found ?? fetch(request)
}
