/** The npm package base45 ships without types. */
declare module "base45" {
  export function encode(bytes: Uint8Array): string
  /** Reads wrong input without complaint: check the result by encoding it again. */
  export function decode(text: string): Uint8Array
}
