import type { Kept, OwnSale } from "./kept.ts"

let opened: Promise<IDBDatabase> | undefined

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("parterre-till", 1)
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("things")
      const sales = asked.result.createObjectStore("sales", { keyPath: "id" })
      sales.createIndex("api", "api")
    }
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
  return opened
}

/** Runs in one transaction, on the disk before it answers: what `work` asks of the stores in turn is seen by no other window in between. */
async function transact<T>(
  mode: IDBTransactionMode,
  work: (things: IDBObjectStore, sales: IDBObjectStore, answer: (value: T) => void) => void,
): Promise<T | undefined> {
  const db = await database()
  return new Promise((resolve, reject) => {
    let answer: T | undefined
    const transaction = db.transaction(["things", "sales"], mode, { durability: "strict" })
    work(transaction.objectStore("things"), transaction.objectStore("sales"), (value) => {
      answer = value
    })
    transaction.oncomplete = () => resolve(answer)
    transaction.onerror = () => reject(transaction.error)
    transaction.onabort = () => reject(transaction.error)
  })
}

interface Things {
  holder: string
  [kept: `kept ${string}`]: Kept
  /** Keys of sales that were tried online and given up before anybody knew what had become of them. */
  [tries: `tries ${string}`]: string[]
}

export async function get<K extends keyof Things & string>(key: K): Promise<Things[K] | undefined> {
  return transact<Things[K]>("readonly", (things, _, answer) => {
    const asked = things.get(key)
    asked.onsuccess = () => answer(asked.result as Things[K])
  })
}

export async function put<K extends keyof Things & string>(key: K, value: Things[K]): Promise<void> {
  await transact("readwrite", (things) => things.put(value, key))
}

/** This browser's own name, by which the server gives it codes that no other gets. */
export async function holder(): Promise<string> {
  const fresh = randomName()
  const known = await transact<string>("readwrite", (things, _, answer) => {
    const asked = things.get("holder")
    asked.onsuccess = () => {
      if (typeof asked.result !== "string") things.put(fresh, "holder")
      answer(typeof asked.result === "string" ? asked.result : fresh)
    }
  })
  return known ?? fresh
}

export function randomName(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("")
}

/**
 * Makes a sale from what is kept and not sold, all in one transaction: two windows never sell one place.
 * Undefined, and nothing is written, when `make` finds too little.
 */
export async function addSale(
  keptKey: `kept ${string}`,
  api: string,
  make: (kept: Kept, sold: ReadonlySet<string>, number: number) => OwnSale | undefined,
): Promise<OwnSale | undefined> {
  return transact<OwnSale>("readwrite", (things, sales, answer) => {
    const asked = things.get(keptKey)
    asked.onsuccess = () => {
      const kept = asked.result as Kept | undefined
      if (!kept) return
      const all = sales.index("api").getAll(api)
      all.onsuccess = () => {
        const before = all.result as OwnSale[]
        const number = 1 + before.reduce((most, one) => Math.max(most, one.number), 0)
        const sale = make(kept, soldPlaces(before), number)
        if (!sale) return
        sales.add(sale)
        answer(sale)
      }
    }
  })
}

export function soldPlaces(sales: readonly OwnSale[]): ReadonlySet<string> {
  return new Set(sales.flatMap(({ lines }) => lines.map(({ ticketId }) => ticketId)))
}

export async function salesOf(api: string): Promise<OwnSale[]> {
  const all = await transact<OwnSale[]>("readonly", (_, sales, answer) => {
    const asked = sales.index("api").getAll(api)
    asked.onsuccess = () => answer(asked.result as OwnSale[])
  })
  return (all ?? []).sort((a, b) => b.number - a.number)
}

export async function settle(sale: OwnSale): Promise<void> {
  await transact("readwrite", (_, sales) => sales.put(sale))
}

/** What was recorded long ago is in the books: a device keeps it a week for printing again. */
export async function forgetOld(api: string): Promise<void> {
  const week = Date.now() - 7 * 86_400_000
  const old = (await salesOf(api)).filter(({ sent, at }) => sent === 1 && at < week)
  // The last one stays: the numbers go on from it.
  const [last] = await salesOf(api)
  await transact("readwrite", (_, sales) => {
    for (const { id } of old) if (id !== last?.id) sales.delete(id)
  })
}
