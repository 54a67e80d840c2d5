import { useLayoutEffect, useRef, useState } from "preact/hooks"
import type { AreaKind } from "../../editing/areas.ts"
import { cutBetween } from "../../editing/hall-edits.ts"
import { nothing, withTables } from "../../editing/walk.ts"
import type { Point } from "../../seating-plan.ts"
import { choose, drawArea, drawRows, drawTable, move, seeAll } from "./actions.ts"
import { aligned, areaAt, areasIn, type Gesture, onGrid, rowsInFrame } from "./gestures.ts"
import { keyPressed } from "./keys.ts"
import { ChosenLayer, Labels, linkAt, Neighbours, StillLayer } from "./layers.tsx"
import { grown, indexOf, stageOf } from "./plan-index.ts"
import { Preview } from "./preview.tsx"
import { useEditor } from "./use-editor.ts"
import { panned, toPlan, zoomed } from "./view.ts"

const areaTools: readonly string[] = ["stage", "standing", "landmark"] satisfies AreaKind[]

/** The plan, drawn; what the mouse, fingers and keys do to it. */
export function Canvas() {
  const { editor, state, t } = useEditor()
  const { view, size, selection, mode, tool } = state
  const { draft } = editor
  const box = useRef<SVGSVGElement>(null)
  const pointers = useRef(new Map<number, Point>())
  const spaced = useRef(false)
  const [gesture, setGesture] = useState<Gesture | null>(null)
  const [corners, setCorners] = useState<Point[]>([])

  useLayoutEffect(() => {
    const svg = box.current
    if (!svg) return
    const measure = () => {
      const { width, height } = svg.getBoundingClientRect()
      const first = editor.state.size.width === 0 && width > 0
      editor.set({ size: { width, height } })
      if (first) seeAll(editor)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(svg)
    const wheel = (event: WheelEvent) => {
      event.preventDefault()
      const pixel = pixelOf(svg, event)
      const { view } = editor.state
      editor.set({
        view:
          event.ctrlKey || !event.shiftKey
            ? zoomed(view, Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), pixel)
            : panned(view, { x: -event.deltaY - event.deltaX, y: 0 }),
      })
    }
    svg.addEventListener("wheel", wheel, { passive: false })
    return () => {
      observer.disconnect()
      svg.removeEventListener("wheel", wheel)
    }
  }, [editor])

  const stage = mode === "ranks" ? stageOf(draft.file, draft.hall) : null
  const polygon = areaTools.includes(tool) && state.area.shape === "polygon" && mode === "draw"

  function down(event: PointerEvent) {
    const svg = box.current as SVGSVGElement
    svg.focus({ preventScroll: true })
    svg.setPointerCapture(event.pointerId)
    pointers.current.set(event.pointerId, pixelOf(svg, event))
    if (pointers.current.size > 1) return setGesture({ kind: "pan" })
    const point = toPlan(view, pixelOf(svg, event))
    if (event.button === 1 || spaced.current || tool === "hand") return setGesture({ kind: "pan" })
    if (event.button !== 0) return
    if (stage && Math.hypot(point.x - stage.x, point.y - stage.y) * view.scale < 22)
      return setGesture({ kind: "stage", to: stage })
    if (mode === "draw" && tool !== "select") {
      if (polygon) return
      return setGesture({ kind: "draw", from: free(event) ? point : onGrid(point), to: point })
    }
    const hit = indexOf(draft.file).seatAt(point)
    const area = hit || mode !== "draw" ? null : areaAt(draft.file, point)
    if (!hit && !area) return setGesture({ kind: "frame", from: point, to: point, add: event.shiftKey })
    const seats = hit ? grown(draft.file, new Set([hit.seat.seat_guid]), state.grain) : new Set<string>()
    const wanted = withTables(draft.file, { seats, areas: new Set(area ? [area] : []) })
    const known = [...wanted.seats].every((guid) => selection.seats.has(guid))
    const knownAreas = [...wanted.areas].every((uuid) => selection.areas.has(uuid))
    if (event.shiftKey || !known || !knownAreas) choose(editor, wanted, event.shiftKey)
    if (mode === "draw" && !event.shiftKey) setGesture({ kind: "move", from: point, by: { x: 0, y: 0 } })
  }

  function drag(event: PointerEvent) {
    const svg = box.current as SVGSVGElement
    const pixel = pixelOf(svg, event)
    const before = pointers.current.get(event.pointerId)
    if (!before || !gesture) return
    pointers.current.set(event.pointerId, pixel)
    const point = toPlan(view, pixel)
    switch (gesture.kind) {
      case "pan": {
        const { size } = pointers.current
        const moved = panned(editor.state.view, {
          x: (pixel.x - before.x) / size,
          y: (pixel.y - before.y) / size,
        })
        const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1]
        const spread = other && Math.hypot(before.x - other.x, before.y - other.y)
        const factor = other && spread ? Math.hypot(pixel.x - other.x, pixel.y - other.y) / spread : 1
        editor.set({ view: other ? zoomed(moved, factor, other) : moved })
        return
      }
      case "move": {
        const by = { x: point.x - gesture.from.x, y: point.y - gesture.from.y }
        const still = Math.hypot(by.x, by.y) * view.scale < 4 && gesture.by.x === 0 && gesture.by.y === 0
        if (still) return
        return setGesture({
          ...gesture,
          by: free(event) ? by : aligned(draft.file, selection, by, 6 / view.scale),
        })
      }
      case "stage":
        return setGesture({ kind: "stage", to: free(event) ? point : onGrid(point) })
      default:
        return setGesture({ ...gesture, to: free(event) || gesture.kind === "frame" ? point : onGrid(point) })
    }
  }

  function up(event: PointerEvent) {
    const svg = box.current as SVGSVGElement
    const point = toPlan(view, pixelOf(svg, event))
    pointers.current.delete(event.pointerId)
    if (pointers.current.size > 0) return
    setGesture(null)
    if (polygon && event.button === 0 && !gesture) return setCorners([...corners, onGrid(point)])
    if (!gesture) return
    const clicked =
      "from" in gesture &&
      Math.hypot(point.x - gesture.from.x, point.y - gesture.from.y) * view.scale < 4 + (free(event) ? 0 : 3)
    switch (gesture.kind) {
      case "move":
        if (gesture.by.x !== 0 || gesture.by.y !== 0) move(editor, gesture.by)
        return
      case "stage":
        return editor.editHall((hall) => ({ ...hall, stage: gesture.to }))
      case "frame": {
        const link = clicked && mode === "neighbours" ? linkAt(draft, point, 8) : null
        if (link) return editor.editHall((hall) => cutBetween(hall, link))
        if (clicked) return gesture.add ? undefined : editor.choose(nothing)
        const seats = grown(
          draft.file,
          new Set(indexOf(draft.file).seatsIn(gesture.from, gesture.to)),
          state.grain,
        )
        const areas = mode === "draw" ? areasIn(draft.file, gesture.from, gesture.to) : []
        return choose(editor, { seats, areas: new Set(areas) }, gesture.add)
      }
      case "draw":
        return drawn(gesture.from, gesture.to, clicked)
    }
  }

  function drawn(from: Point, to: Point, clicked: boolean) {
    if (tool === "table") return drawTable(editor, to)
    if (tool === "text") return drawArea(editor, "text", [to])
    if (tool === "rows") {
      if (clicked) return drawRows(editor, from)
      const { at, rows, seats } = rowsInFrame(from, to, state.rows)
      return drawRows(editor, at, { rows, seats })
    }
    if (areaTools.includes(tool))
      drawArea(editor, tool as AreaKind, clicked ? [from, { x: from.x + 200, y: from.y + 60 }] : [from, to])
  }

  function closePolygon() {
    if (corners.length >= 3) drawArea(editor, tool as AreaKind, corners)
    setCorners([])
  }

  function doubled(event: MouseEvent) {
    if (polygon) return closePolygon()
    const hit = indexOf(draft.file).seatAt(toPlan(view, pixelOf(box.current as SVGSVGElement, event)))
    if (hit && tool === "select")
      choose(
        editor,
        { seats: grown(draft.file, new Set([hit.seat.seat_guid]), "row"), areas: new Set() },
        false,
      )
  }

  return (
    <>
      <svg
        ref={box}
        class={`plan-canvas plan-canvas-${mode === "draw" ? tool : "select"}${gesture?.kind === "pan" ? " plan-canvas-pan" : ""}`}
        viewBox={`${view.x} ${view.y} ${size.width / view.scale || 1} ${size.height / view.scale || 1}`}
        role="application"
        aria-label={t.canvas}
        aria-describedby="plan-canvas-help"
        tabindex={0}
        onPointerDown={down}
        onPointerMove={drag}
        onPointerUp={up}
        onPointerCancel={() => {
          pointers.current.clear()
          setGesture(null)
        }}
        onDblClick={doubled}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.key === " ") spaced.current = true
          if (event.key === "Enter" && corners.length > 0) closePolygon()
          if (event.key === "Escape") setCorners([])
          keyPressed(editor, event)
        }}
        onKeyUp={(event) => {
          if (event.key === " ") spaced.current = false
        }}
      >
        <defs>
          <pattern id="plan-grid" width="50" height="50" patternUnits="userSpaceOnUse">
            <path class="plan-grid" d="M50 0H0V50" fill="none" stroke-width={1 / view.scale} />
          </pattern>
        </defs>
        <rect
          x={view.x}
          y={view.y}
          width={size.width / view.scale}
          height={size.height / view.scale}
          fill="url(#plan-grid)"
        />
        {state.picture && draft.trace && (
          <image
            href={state.picture}
            opacity={draft.trace.opacity}
            transform={`translate(${draft.trace.x} ${draft.trace.y}) scale(${draft.trace.scale})`}
          />
        )}
        <StillLayer draft={draft} selection={selection} mode={mode} />
        <ChosenLayer
          draft={draft}
          selection={selection}
          mode={mode}
          by={gesture?.kind === "move" ? gesture.by : undefined}
        />
        {mode === "neighbours" && <Neighbours draft={draft} showBehind={state.showBehind} />}
        <Labels file={draft.file} view={view} size={size} numbers={mode !== "neighbours"} />
        {stage && <StageMark at={gesture?.kind === "stage" ? gesture.to : stage} scale={view.scale} />}
        <Preview gesture={gesture} corners={corners} />
      </svg>
      <p id="plan-canvas-help" class="unseen">
        {t.canvasHelp}
      </p>
      {corners.length >= 3 && (
        <button type="button" class="button button-secondary button-small plan-close" onClick={closePolygon}>
          {t.closePolygon}
        </button>
      )}
    </>
  )
}

function StageMark({ at, scale }: { at: Point; scale: number }) {
  const r = 11 / scale
  return (
    <g class="plan-stage" transform={`translate(${at.x} ${at.y})`} stroke-width={2 / scale}>
      <circle r={r} />
      <path d={`M${-1.6 * r} 0H${1.6 * r}M0 ${-1.6 * r}V${1.6 * r}`} />
    </g>
  )
}

function pixelOf(svg: SVGSVGElement, { clientX, clientY }: MouseEvent): Point {
  const { left, top } = svg.getBoundingClientRect()
  return { x: clientX - left, y: clientY - top }
}

function free(event: MouseEvent): boolean {
  return event.altKey
}
