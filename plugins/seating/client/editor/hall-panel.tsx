import {
  cutBetween,
  joinTwo,
  makeBetter,
  noEdits,
  type Pair,
  putBehind,
  unlinkBehind,
} from "../../editing/hall-edits.ts"
import { Act, NumberBox, Tick } from "./controls.tsx"
import { hallOf, indexOf, labelOf, stageOf } from "./plan-index.ts"
import { useEditor } from "./use-editor.ts"

/** Who sits beside and behind whom. */
export function NeighboursPanel() {
  const { editor, state, t } = useEditor()
  const { hall } = editor.draft
  const { byGuid } = indexOf(editor.file)
  const [a, b] = [...state.selection.seats]
  const [one, two] = [byGuid.get(a ?? ""), byGuid.get(b ?? "")]
  const pair: Pair | null = one && two && state.selection.seats.size === 2 ? [a as string, b as string] : null
  const edits = hall.cuts.length + hall.joins.length + hall.behind.length + hall.notBehind.length
  return (
    <section class="plan-panel" aria-labelledby="plan-neighbours-title">
      <h2 id="plan-neighbours-title">{t.modes.neighbours}</h2>
      <p class="hint">{t.neighboursHelp}</p>
      <Tick
        label={t.showBehind}
        value={state.showBehind}
        onChange={(showBehind) => editor.set({ showBehind })}
      />
      <p class="plan-summary">{pair && one && two ? t.twoChosen(labelOf(one), labelOf(two)) : t.chooseTwo}</p>
      <div class="plan-acts">
        <Act disabled={!pair} onClick={() => pair && editor.editHall((hall) => cutBetween(hall, pair))}>
          {t.cut}
        </Act>
        <Act disabled={!pair} onClick={() => pair && editor.editHall((hall) => joinTwo(hall, pair))}>
          {t.join}
        </Act>
        <Act disabled={!pair} onClick={() => pair && editor.editHall((hall) => putBehind(hall, pair))}>
          {t.putBehind}
        </Act>
        <Act disabled={!pair} onClick={() => pair && editor.editHall((hall) => unlinkBehind(hall, pair))}>
          {t.unlink}
        </Act>
      </div>
      <p>{t.editsCount(edits)}</p>
      {edits > 0 && (
        <Act onClick={() => editor.editHall(({ stage, better }) => ({ ...noEdits, stage, better }))}>
          {t.resetHall}
        </Act>
      )}
    </section>
  )
}

/** Which seats are the best, and where everybody looks. */
export function RanksPanel() {
  const { editor, state, t } = useEditor()
  const { hall, file } = editor.draft
  const { seats } = state.selection
  const { byGuid, seats: all } = indexOf(file)
  const [first] = seats
  const chosen = first !== undefined && seats.size === 1 ? byGuid.get(first) : undefined
  const edits = Object.keys(hall.better).length + (hall.stage ? 1 : 0)
  const { ranks } = hallOf(file, hall)
  const stage = stageOf(file, hall) ?? { x: 0, y: 0 }
  return (
    <section class="plan-panel" aria-labelledby="plan-ranks-title">
      <h2 id="plan-ranks-title">{t.modes.ranks}</h2>
      <p class="hint">{t.ranksHelp}</p>
      <p class="plan-summary">
        {chosen
          ? t.rankOf(labelOf(chosen), ranks.indexOf(chosen.seat.seat_guid) + 1, all.length)
          : seats.size > 0
            ? t.seatsChosen(seats.size)
            : t.nothingChosen}
      </p>
      <div class="plan-acts">
        <Act
          disabled={seats.size === 0}
          onClick={() => editor.editHall((hall) => makeBetter(hall, seats, 1))}
        >
          {t.better}
        </Act>
        <Act
          disabled={seats.size === 0}
          onClick={() => editor.editHall((hall) => makeBetter(hall, seats, -1))}
        >
          {t.worse}
        </Act>
      </div>
      <fieldset class="plan-fields">
        <legend>{t.stagePoint}</legend>
        <NumberBox
          label={t.stageX}
          value={stage.x}
          min={-100_000}
          max={100_000}
          onInput={(x) => editor.editHall((hall) => ({ ...hall, stage: { ...stage, x } }), "stage")}
        />
        <NumberBox
          label={t.stageY}
          value={stage.y}
          min={-100_000}
          max={100_000}
          onInput={(y) => editor.editHall((hall) => ({ ...hall, stage: { ...stage, y } }), "stage")}
        />
      </fieldset>
      {hall.stage && (
        <Act onClick={() => editor.editHall((hall) => ({ ...hall, stage: null }))}>{t.stageAuto}</Act>
      )}
      <p>{t.editsCount(edits)}</p>
      {edits > 0 && (
        <Act onClick={() => editor.editHall((hall) => ({ ...hall, stage: null, better: {} }))}>
          {t.resetHall}
        </Act>
      )}
    </section>
  )
}
