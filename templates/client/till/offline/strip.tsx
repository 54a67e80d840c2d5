import { soldPlaces } from "./store.ts"
import type { Offline } from "./use-offline.ts"
import type { OfflineWords } from "./words.ts"

/** One line on the network, where there is something to say of it. */
export function NetworkStrip({
  offline,
  t,
  onLook,
}: {
  offline: Offline
  t: OfflineWords
  onLook: () => void
}) {
  const { away, kept, sales, trouble, found, sentNow } = offline
  const waiting = sales.filter(({ sent }) => sent === 0).length
  const doubtful = sales.filter(
    ({ outcome, at }) => outcome && outcome.remarks.length > 0 && at > Date.now() - 86_400_000,
  ).length
  const sold = soldPlaces(sales)
  const left = (kept?.reserves ?? [])
    .filter(({ performance }) => Date.parse(performance.endsAt) > Date.now())
    .reduce((sum, { places }) => sum + places.filter(({ ticketId }) => !sold.has(ticketId)).length, 0)
  const parts = away
    ? [kept && kept.reserves.length > 0 ? t.away(left) : t.nothingKept, waiting > 0 && t.toSend(waiting)]
    : [
        waiting > 0 ? trouble || `${t.sending} ${t.toSend(waiting)}` : sentNow > 0 && t.sent(sentNow),
        doubtful > 0 && t.trouble(doubtful),
        found.length > 0 && t.found(found.join(", ")),
      ]
  const said = parts.filter(Boolean).join(" · ")
  // The place of the words is always there: what changes in it is read out.
  return (
    <div class="till-net" role="status" data-net={away ? "away" : waiting > 0 ? "waiting" : "here"}>
      {said && (
        <>
          <span>{said}</span>
          <button type="button" onClick={onLook}>
            {t.look}
          </button>
        </>
      )}
    </div>
  )
}
