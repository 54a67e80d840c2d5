/** What one plan may hold; pretix itself keeps names and guids in 190 characters. */
export const planLimits = {
  seats: 20_000,
  seatsOfRow: 1_000,
  rowsOfZone: 2_000,
  zones: 500,
  areasOfZone: 2_000,
  categories: 200,
  points: 2_000,
  name: 190,
  label: 190,
  text: 1_000,
  standing: 100_000,
  color: 100,
  coordinate: 1_000_000,
  errors: 100,
} as const
