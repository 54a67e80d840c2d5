import { PDFObject } from "pdf-lib"

/** A PDF object written beforehand: pdf-lib copies its bytes instead of building and walking a tree. */
export class PreparedObject extends PDFObject {
  readonly #written: string
  readonly #bytes: Uint8Array

  constructor(written: string) {
    super()
    this.#written = written
    this.#bytes = Buffer.from(written, "latin1")
  }

  override clone(): PreparedObject {
    return this
  }

  override toString(): string {
    return this.#written
  }

  override sizeInBytes(): number {
    return this.#bytes.length
  }

  override copyBytesInto(buffer: Uint8Array, offset: number): number {
    buffer.set(this.#bytes, offset)
    return this.#bytes.length
  }
}
