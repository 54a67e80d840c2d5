import { createHmac } from "node:crypto"

/**
 * The number of arrival `arrival` among the `size` that came before the opening: a permutation of 0 to size - 1 that
 * follows from `key` alone. Anyone who has the key, published once it is drawn, finds the same.
 *
 * Four rounds of a Feistel network (HMAC-SHA-256 of the key, the round and the right half) over the smallest even number
 * of bits that holds `size`, walked again while the answer is not below `size`.
 */
export function shuffled(key: Buffer, size: number, arrival: number): number {
  if (!Number.isInteger(arrival) || arrival < 0 || arrival >= size) throw new Error("not one of the pool")
  const half = Math.max(1, Math.ceil(Math.ceil(Math.log2(Math.max(2, size))) / 2))
  const mask = 2 ** half - 1
  let value = arrival
  do {
    let left = value >>> half
    let right = value & mask
    for (let round = 0; round < 4; round++) {
      const mixed = createHmac("sha256", key).update(`${round}:${right}`).digest().readUInt32BE(0)
      ;[left, right] = [right, left ^ (mixed & mask)]
    }
    value = (left << half) | right
  } while (value >= size)
  return value
}
