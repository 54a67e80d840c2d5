import { createHash } from "node:crypto"
import type { Readable } from "node:stream"
import { createGunzip } from "node:zlib"
import { Header } from "tar"
import { StartError } from "../../server/start-error.ts"

/** One file of the archive. Each is small: what is large comes in many parts. */
export interface Entry {
  name: string
  content: Buffer
}

const block = 512
/** More than any entry that we write: what says it is larger was altered. */
const largest = 64 * 1024 * 1024

/** The bytes of a tar archive (POSIX.1-1988 "ustar"), so that what is in it can be read without Parterre too. */
export async function* toTar(entries: AsyncIterable<Entry>, mtime: Date): AsyncGenerator<Buffer> {
  for await (const { name, content } of entries) {
    const header = Buffer.alloc(block)
    new Header({ path: name, size: content.length, mode: 0o600, uid: 0, gid: 0, mtime, type: "File" }).encode(
      header,
    )
    yield header
    yield content
    yield Buffer.alloc(padding(content.length))
  }
  yield Buffer.alloc(2 * block)
}

/** The entries of a gzipped tar archive, in order, one in memory at a time. */
export async function* readArchive(file: Readable): AsyncGenerator<Entry> {
  const gunzip = createGunzip()
  file.on("error", (error) => gunzip.destroy(error))
  const bytes = new Bytes(file.pipe(gunzip))
  try {
    for (;;) {
      const header = new Header(await bytes.take(block))
      // Two empty blocks are the end; the rest is read too, as it is what the checksum of gzip comes after.
      if (header.nullBlock) return await bytes.drain()
      const { path, size } = header
      if (!header.cksumValid || path === undefined || size === undefined || size > largest) throw damaged()
      const content = await bytes.take(size)
      await bytes.take(padding(size))
      yield { name: path, content }
    }
  } finally {
    file.destroy()
    gunzip.destroy()
  }
}

/** One fingerprint (SHA-256) of all entries, in order. */
export class Seal {
  readonly #hash = createHash("sha256")

  add({ name, content }: Entry): void {
    this.#hash.update(`${name}\n${content.length}\n`).update(content)
  }

  end(): string {
    return this.#hash.digest("hex")
  }
}

export function damaged(): StartError {
  return new StartError("The backup is cut short or damaged: nothing was restored.")
}

function padding(size: number): number {
  return (block - (size % block)) % block
}

class Bytes {
  readonly #source: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(source: Readable) {
    this.#source = source[Symbol.asyncIterator]()
  }

  async take(size: number): Promise<Buffer> {
    const chunks = [this.#rest]
    let length = this.#rest.length
    while (length < size) {
      const chunk = await this.#next()
      if (!chunk) throw damaged()
      chunks.push(chunk)
      length += chunk.length
    }
    const all = chunks.length === 1 ? this.#rest : Buffer.concat(chunks)
    this.#rest = all.subarray(size)
    return all.subarray(0, size)
  }

  async drain(): Promise<void> {
    while (await this.#next());
  }

  async #next(): Promise<Buffer | undefined> {
    try {
      const { value, done } = await this.#source.next()
      return done ? undefined : value
    } catch (error) {
      // A file that can't be read says so in its own words; anything that zlib says is damage.
      if ((error as NodeJS.ErrnoException).syscall) throw error
      throw damaged()
    }
  }
}
