/** Told apart by people who see few colours, and dark enough for white letters. */
export const palette = [
  "#2f6db5",
  "#b8860b",
  "#3a7d57",
  "#8e44ad",
  "#b5482f",
  "#2a7f8c",
  "#7a5c3e",
  "#5b5fc7",
]

/** What is drawn of a seat whose category the plan does not have. */
export const lost = "#c01f2e"

/** A category without a colour. */
export const plain = "#857f75"
