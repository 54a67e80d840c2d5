import type { FastifyRequest } from "fastify"
import type { FormReader } from "../../../server/form-reader.ts"
import { Field } from "../../../templates/components/index.ts"
import { texts } from "./texts.ts"

function venuesOf({ db }: FastifyRequest) {
  return db.selectFrom("venues").select(["id", "name"]).orderBy("name").execute()
}

/** The hall a plan is of, when it is said. */
export async function venueField(request: FastifyRequest, value: string, error?: string) {
  const t = texts[request.locale]
  const venues = await venuesOf(request)
  return (
    <Field
      type="select"
      name="venueId"
      label={t.venue}
      value={value}
      error={error}
      optional
      options={[
        { value: "", label: t.noVenue },
        ...venues.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  )
}

export async function venueIdOf(request: FastifyRequest, form: FormReader): Promise<string | null> {
  const ids = (await venuesOf(request)).map(({ id }) => id)
  return form.choice("venueId", ids, { label: texts[request.locale].venue, optional: true })
}
