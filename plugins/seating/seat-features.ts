/** What a seat is like, for those who look for it. */
export const seatFeatures = ["wheelchair", "companion", "restricted_view", "aisle", "hearing_loop"] as const
export type SeatFeature = (typeof seatFeatures)[number]

const told: [SeatFeature, RegExp][] = [
  ["wheelchair", /fauteuils? roulants?|\bPMR\b|\bUFR\b|wheelchair|rollstuhl/iu],
  ["companion", /accompagnat|companion|begleitperson/iu],
  ["restricted_view", /visibilit[ée] r[ée]duite|restricted view|sichtbehind/iu],
]

/** The features a seat carries, or those its category's name says in so many words. */
export function featuresOf(listed: readonly string[] | undefined, category: string): SeatFeature[] {
  if (listed) return seatFeatures.filter((feature) => listed.includes(feature))
  return told.filter(([, words]) => words.test(category)).map(([feature]) => feature)
}
