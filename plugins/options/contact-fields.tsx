import type { FieldError } from "../../server/problem.ts"
import { errorOf, Field, FieldRow } from "../../templates/components/index.ts"
import type { texts } from "./texts.ts"

interface Props {
  t: (typeof texts)["fr"]
  errors: readonly FieldError[]
  read(name: "name" | "email" | "phone" | "note" | "until"): string | null
}

/** Who an option is for, and until when its places are kept. */
export function ContactFields({ t, errors, read }: Props) {
  return (
    <>
      <Field
        name="name"
        label={t.name}
        hint={t.nameHint}
        value={read("name")}
        error={errorOf(errors, "name")}
        maxlength={200}
        autocomplete="off"
      />
      <FieldRow>
        <Field
          type="email"
          name="email"
          label={t.email}
          value={read("email")}
          error={errorOf(errors, "email")}
          maxlength={254}
          optional
          autocomplete="off"
        />
        <Field
          type="tel"
          name="phone"
          label={t.phone}
          value={read("phone")}
          error={errorOf(errors, "phone")}
          maxlength={40}
          optional
          autocomplete="off"
        />
      </FieldRow>
      <Field
        type="datetime-local"
        name="until"
        label={t.until}
        hint={t.untilHint}
        value={read("until")}
        error={errorOf(errors, "until")}
        width="medium"
      />
      <Field
        type="textarea"
        name="note"
        label={t.note}
        rows={3}
        value={read("note")}
        error={errorOf(errors, "note")}
        maxlength={2000}
        optional
      />
    </>
  )
}
