/** How the seats of a row are numbered, as one reads them from left to right. */
export interface SeatNumbering {
  style: "sequential" | "odd" | "even" | "odd-even" | "letters"
  /** Where counting begins; `odd-even` counts from the middle, and this is the side of the odd numbers. */
  from: "left" | "right"
  /** The first number: 1, or 101. Odd and even ones begin at the first that is. */
  start: number
}

/** How rows are named, the first being the one nearest to the top of the drawing, or to the bottom. */
export interface RowNaming {
  style: "numbers" | "letters"
  from: "top" | "bottom"
  start: number
  /** I and O look like 1 and 0: many halls leave them out. */
  skipIO: boolean
}

export const usualNumbering: SeatNumbering = { style: "sequential", from: "left", start: 1 }
export const usualNaming: RowNaming = { style: "letters", from: "top", start: 1, skipIO: false }

/** The numbers of `count` seats, from left to right. */
export function seatNumbers(count: number, { style, from, start }: SeatNumbering): string[] {
  const turned = (numbers: string[]) => (from === "right" ? numbers.reverse() : numbers)
  const each = (number: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => number(index))
  switch (style) {
    case "sequential":
      return turned(each((index) => String(start + index)))
    case "letters":
      return turned(each((index) => letters(start + index, false)))
    case "odd":
    case "even": {
      const first = start % 2 === (style === "odd" ? 1 : 0) ? start : start + 1
      return turned(each((index) => String(first + 2 * index)))
    }
    case "odd-even": {
      // The seat in the middle of an odd count is the first odd one.
      const odds = Math.ceil(count / 2)
      const base = start % 2 === 1 ? start : start + 1
      const left = Array.from({ length: odds }, (_, index) => String(base + 2 * (odds - 1 - index)))
      const right = Array.from({ length: count - odds }, (_, index) => String(base + 1 + 2 * index))
      return turned([...left, ...right])
    }
  }
}

/** The names of `count` rows, from the top of the drawing down. */
export function rowNames(count: number, { style, from, start, skipIO }: RowNaming): string[] {
  const names = Array.from({ length: count }, (_, index) =>
    style === "numbers" ? String(start + index) : letters(start + index, skipIO),
  )
  return from === "bottom" ? names.reverse() : names
}

/** 1 is A, 26 is Z, 27 is AA. */
function letters(value: number, skipIO: boolean): string {
  const alphabet = skipIO ? "ABCDEFGHJKLMNPQRSTUVWXYZ" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
  let text = ""
  for (let left = Math.max(1, Math.floor(value)); left > 0; left = Math.floor((left - 1) / alphabet.length))
    text = alphabet[(left - 1) % alphabet.length] + text
  return text
}

/** The number a row's name stands for, to go on from it; null for a name. */
export function orderOf(name: string): number | null {
  if (/^\d{1,5}$/.test(name)) return Number(name)
  if (!/^[a-z]{1,2}$/i.test(name)) return null
  return [...name.toUpperCase()].reduce((order, letter) => order * 26 + letter.charCodeAt(0) - 64, 0)
}
