import { Button } from "../../components/button.tsx"
import type { Words } from "./words.ts"

/** Somebody is let in without a code that can be read, and why; with the number of a ticket, it is that ticket's entry. */
export function ByHand(props: { t: Words; onLetIn(reason: string, number: string): void; onGiveUp(): void }) {
  const { t, onLetIn, onGiveUp } = props
  return (
    <form
      class="scanner-form scanner-by-hand"
      onSubmit={(event) => {
        event.preventDefault()
        const given = new FormData(event.currentTarget)
        onLetIn(
          String(given.get("reason")),
          String(given.get("number") ?? "")
            .trim()
            .toUpperCase(),
        )
      }}
    >
      <label for="reason">{t.reason}</label>
      <select class="control" id="reason" name="reason">
        {t.reasons.map((reason) => (
          <option>{reason}</option>
        ))}
      </select>
      <label for="number">{t.byHandNumber}</label>
      <input
        class="control"
        id="number"
        name="number"
        maxLength={40}
        autocomplete="off"
        autocapitalize="characters"
      />
      <div class="scanner-tools">
        <Button>{t.letIn}</Button>
        <button type="button" class="button button-secondary" onClick={onGiveUp}>
          {t.cancel}
        </button>
      </div>
    </form>
  )
}
