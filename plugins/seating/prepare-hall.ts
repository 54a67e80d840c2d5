import type { Behind } from "./propose-behind.ts"

/** What the search for places needs to know of a seat; `zone` is its price area, `rank` 0 for the best. */
export interface HallSeat {
  guid: string
  x: number
  y: number
  section: string
  zone: string
  rank: number
}

/** Who sits beside whom (each block a chain of seats) and right behind whom, as proposed and then edited. */
export interface Neighbours {
  blocks: readonly (readonly string[])[]
  behind: readonly Behind[]
}

/**
 * A hall made ready once per plan for searching places. A seat is a *slot*, its index in every array here; the slots
 * of a block follow each other in the order of the block.
 */
export interface Hall {
  size: number
  guids: readonly string[]
  slotOf: ReadonlyMap<string, number>
  x: Float64Array
  y: Float64Array
  rank: Int32Array
  section: Uint16Array
  zone: Uint16Array
  zoneIds: ReadonlyMap<string, number>
  /** First slot of the slot's block, and the slot after its last. */
  blockStart: Int32Array
  blockEnd: Int32Array
  /** Slots right behind each slot and right before it, ascending. */
  back: readonly (readonly number[])[]
  front: readonly (readonly number[])[]
  /** Usual distance between two seats side by side. */
  spacing: number
}

/** Prepares a hall; a seat in no block sits alone, and guids the hall does not have are passed over. */
export function prepareHall(seats: readonly HallSeat[], neighbours: Neighbours): Hall {
  const byGuid = new Map(seats.map((seat) => [seat.guid, seat]))
  const blocks = completeBlocks(seats, neighbours.blocks, byGuid)
  const ordered = blocks.flat()
  const size = ordered.length
  const slotOf = new Map(ordered.map((seat, slot) => [seat.guid, slot]))
  const sectionIds = numbered(seats.map((seat) => seat.section))
  const zoneIds = numbered(seats.map((seat) => seat.zone))
  const hall = {
    size,
    guids: ordered.map((seat) => seat.guid),
    slotOf,
    x: Float64Array.from(ordered, (seat) => seat.x),
    y: Float64Array.from(ordered, (seat) => seat.y),
    rank: Int32Array.from(ordered, (seat) => seat.rank),
    section: Uint16Array.from(ordered, (seat) => sectionIds.get(seat.section) ?? 0),
    zone: Uint16Array.from(ordered, (seat) => zoneIds.get(seat.zone) ?? 0),
    zoneIds,
    blockStart: new Int32Array(size),
    blockEnd: new Int32Array(size),
    back: ordered.map((): number[] => []),
    front: ordered.map((): number[] => []),
    spacing: 1,
  }
  let start = 0
  for (const block of blocks) {
    hall.blockStart.fill(start, start, start + block.length)
    hall.blockEnd.fill(start + block.length, start, start + block.length)
    start += block.length
  }
  for (const [frontGuid, backGuid] of neighbours.behind) {
    const frontSlot = slotOf.get(frontGuid)
    const backSlot = slotOf.get(backGuid)
    if (frontSlot === undefined || backSlot === undefined || frontSlot === backSlot) continue
    hall.back[frontSlot]?.push(backSlot)
    hall.front[backSlot]?.push(frontSlot)
  }
  for (const links of [...hall.back, ...hall.front]) links.sort((a, b) => a - b)
  hall.spacing = usualSpacing(hall)
  return hall
}

function completeBlocks(
  seats: readonly HallSeat[],
  blocks: Neighbours["blocks"],
  byGuid: ReadonlyMap<string, HallSeat>,
): HallSeat[][] {
  const placed = new Set<string>()
  const known = blocks.map((block) =>
    block.flatMap((guid) => {
      const seat = byGuid.get(guid)
      if (!seat) return []
      if (placed.has(guid)) throw new RangeError(`the seat ${guid} stands in two blocks`)
      placed.add(guid)
      return [seat]
    }),
  )
  const alone = seats.filter((seat) => !placed.has(seat.guid)).map((seat) => [seat])
  return [...known, ...alone].filter((block) => block.length > 0)
}

function numbered(names: readonly string[]): Map<string, number> {
  return new Map([...new Set(names)].map((name, index) => [name, index]))
}

function usualSpacing(hall: Hall): number {
  const steps: number[] = []
  for (let slot = 1; slot < hall.size; slot++)
    if (hall.blockStart[slot] !== slot) steps.push(slotDistance(hall, slot - 1, slot))
  return steps.toSorted((a, b) => a - b)[steps.length >> 1] || 1
}

export function slotDistance(hall: Hall, a: number, b: number): number {
  return Math.hypot((hall.x[a] ?? 0) - (hall.x[b] ?? 0), (hall.y[a] ?? 0) - (hall.y[b] ?? 0))
}
