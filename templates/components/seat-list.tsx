import { formatPrice } from "../format.ts"
import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"
import { SeatMark } from "./seat-mark.tsx"

export type SeatChoice = {
  id: string
  number: string
  /** "Orchestre, rang C, place 12, fauteuil roulant". */
  name: string
  taken: boolean
  chosen?: boolean
  /** Known for a seat that was chosen before, at another tariff than the usual one. */
  priceId?: string
}

export type SeatRow = { name: string; seats: readonly SeatChoice[] }

export type SeatZone = {
  id: string
  name: string
  /** What the usual tariff costs. */
  cents: number
  /** Its place in the key. */
  look: number
  sections: readonly { name: string; rows: readonly SeatRow[] }[]
}

/** Every seat as a box to tick, by zone, part of the hall and row. Works as a plain form; one node a seat. */
export function SeatList({ zones }: { zones: readonly SeatZone[] }) {
  const { locale, currency } = useScene()
  const t = texts[locale]
  const count = zones.flatMap(seatsOf).length
  return (
    <div class="seat-list">
      {zones.map((zone) => {
        const price = formatPrice(zone.cents, currency, locale)
        return (
          <section class="seat-list-zone" aria-labelledby={`zone-${zone.id}`}>
            <h3 id={`zone-${zone.id}`}>
              <SeatMark zone={zone.look} /> {zone.name} <span class="money seat-list-price">{price}</span>
            </h3>
            {zone.sections.map(({ name, rows }) => {
              const seats = rows.flatMap((row) => row.seats)
              const free = seats.filter((seat) => !seat.taken).length
              return (
                <details open={count <= 120 || seats.some((seat) => seat.chosen)}>
                  <summary>
                    {name} <span class="hint">{t.freeSeats(free)}</span>
                  </summary>
                  {rows.map((row) => (
                    <fieldset class="seat-row">
                      <legend class="seat-row-name">{row.name || name}</legend>
                      <span class="seat-row-seats">
                        {row.seats.map((seat) => (
                          <input
                            type="checkbox"
                            class="tick"
                            name="seat"
                            value={seat.id}
                            data-number={seat.number}
                            data-zone={zone.look}
                            data-price={seat.priceId}
                            checked={seat.chosen}
                            disabled={seat.taken}
                            aria-label={`${seat.name}, ${price}, ${seat.taken ? t.seatTaken : t.seatFree}`}
                          />
                        ))}
                      </span>
                    </fieldset>
                  ))}
                </details>
              )
            })}
          </section>
        )
      })}
    </div>
  )
}

function seatsOf(zone: SeatZone): readonly SeatChoice[] {
  return zone.sections.flatMap(({ rows }) => rows.flatMap(({ seats }) => seats))
}
