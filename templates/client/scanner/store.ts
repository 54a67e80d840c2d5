import type { KeptList, Key } from "./list.ts"

/** Who this device is: told by the server when it was paired. */
export interface Paired {
  token: string
  organisation: { slug: string; name: string; training?: boolean }
  device: { id: string; name: string; gate: string | null }
  keys: Key[]
}

/** One line of the log: what happened at this door. No code and no name is in it. */
export interface Logged {
  nonce: string
  performanceId: string
  /** Ticket and proof that its code was seen; or the number that somebody typed; or neither, let in by hand. */
  ticketId?: string
  proof?: string
  lookup?: string
  number?: string
  /** By the clock of this device, in milliseconds, right or wrong. */
  at: number
  result: string
  direction: "in" | "out"
  people: number
  gate: string
  reason?: string
  undoneAt?: number
  /** 1 once the server knows it as it is. */
  sent: 0 | 1
}

const name = "parterre-door"

let opened: Promise<IDBDatabase> | undefined

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1)
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("things")
      const log = asked.result.createObjectStore("log", { keyPath: "nonce" })
      log.createIndex("performance", "performanceId")
      log.createIndex("sent", "sent")
    }
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
  return opened
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

async function write(store: "things" | "log", work: (store: IDBObjectStore) => void): Promise<void> {
  const db = await database()
  await new Promise<void>((resolve, reject) => {
    // On the disk before anybody is let in: a battery may go at any time.
    const transaction = db.transaction(store, "readwrite", { durability: "strict" })
    work(transaction.objectStore(store))
    transaction.oncomplete = () => resolve()
    transaction.onerror = () => reject(transaction.error)
    transaction.onabort = () => reject(transaction.error)
  })
}

async function read<T>(store: "things" | "log", work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return done(work((await database()).transaction(store).objectStore(store)))
}

export interface Things {
  paired: Paired
  performances: {
    id: string
    title: Record<string, string>
    startsAt: string
    venue: string
    timezone: string
  }[]
  /** What is checked here, and at which gate. */
  post: { performanceId: string | null; gate: string }
  /** By how many milliseconds the server's clock is ahead of this one. */
  ahead: number
  words: "fr" | "en"
  [list: `list ${string}`]: KeptList[]
}

export async function get<K extends keyof Things & string>(key: K): Promise<Things[K] | undefined> {
  return (await read("things", (store) => store.get(key))) as Things[K] | undefined
}

export function put<K extends keyof Things & string>(key: K, value: Things[K]): Promise<void> {
  return write("things", (store) => store.put(value, key))
}

/** Forgets who this device was and every list; what it did and could not send yet stays. */
export async function forget(): Promise<void> {
  await write("things", (store) => store.clear())
}

export function log(line: Logged): Promise<void> {
  return write("log", (store) => store.put(line))
}

export function logOf(performanceId: string): Promise<Logged[]> {
  return read("log", (store) => store.index("performance").getAll(performanceId))
}

export function unsent(most: number): Promise<Logged[]> {
  return read("log", (store) => store.index("sent").getAll(0, most))
}

export function countUnsent(): Promise<number> {
  return read("log", (store) => store.index("sent").count(0))
}

/** Marks as sent what was sent as it still is: what was undone meanwhile is sent again. */
export async function markSent(lines: readonly Logged[]): Promise<void> {
  await write("log", (store) => {
    for (const line of lines) {
      const asked = store.get(line.nonce)
      asked.onsuccess = () => {
        const now = asked.result as Logged | undefined
        if (now && now.undoneAt === line.undoneAt) store.put({ ...now, sent: 1 })
      }
    }
  })
}
