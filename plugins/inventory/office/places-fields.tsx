import type { FormReader } from "../../../server/form-reader.ts"
import type { FieldError } from "../../../server/problem.ts"
import { errorOf, Field } from "../../../templates/components/index.ts"
import { type PlacesForm, placesField, seatsField } from "./read-places.ts"
import type { Stock } from "./read-stock.ts"
import type { texts } from "./texts.ts"

interface Props {
  t: (typeof texts)["fr"]
  form: PlacesForm
  stock: Stock
  /** What may be taken: how many of a zone, and which seats. */
  freeOf(zoneId: string): number
  isFree(seatId: string): boolean
  typed: FormReader | undefined
  errors: readonly FieldError[]
}

/** How many places of each zone of free seating, and which numbered seats. Where nothing may be taken, nothing is asked. */
export function PlacesFields({ t, form, stock, freeOf, isFree, typed, errors }: Props) {
  return (
    <>
      {stock.zones
        .filter(({ id, numbered }) => !numbered && freeOf(id) > 0)
        .map(({ id, name }) => (
          <Field
            name={placesField(form, id)}
            label={t.places(name)}
            hint={t.leftCount(freeOf(id))}
            value={typed?.typed(placesField(form, id))}
            error={errorOf(errors, placesField(form, id))}
            inputmode="numeric"
            width="short"
            optional
            autocomplete="off"
          />
        ))}
      {stock.sections.map((section, index) => {
        const free = section.rows.flatMap(({ seats }) => seats).filter(({ guid }) => isFree(guid)).length
        const name = seatsField(form, index)
        return (
          free > 0 && (
            <Field
              name={name}
              label={t.seats(section.section)}
              hint={t.seatsHint(free)}
              value={typed?.typed(name)}
              error={errorOf(errors, name)}
              maxlength={20_000}
              optional
              autocomplete="off"
            />
          )
        )
      })}
    </>
  )
}
