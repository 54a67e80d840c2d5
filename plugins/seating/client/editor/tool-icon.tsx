import type { Tool } from "./editor.ts"

const paths: Record<Tool | "undo" | "redo", string> = {
  select: "M6 4l11 8-5 1 3 6-2 1-3-6-4 3z",
  hand: "M12 3v18M3 12h18M12 3l-2.5 2.5M12 3l2.5 2.5M12 21l-2.5-2.5M12 21l2.5-2.5M3 12l2.5-2.5M3 12l2.5 2.5M21 12l-2.5-2.5M21 12l-2.5 2.5",
  rows: "M5 8h.1M10 8h.1M15 8h.1M20 8h.1M5 13h.1M10 13h.1M15 13h.1M20 13h.1M5 18h.1M10 18h.1M15 18h.1M20 18h.1",
  table:
    "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 4h.1M12 20h.1M4 12h.1M20 12h.1M6.5 6.5h.1M17.5 6.5h.1M6.5 17.5h.1M17.5 17.5h.1",
  stage: "M3.5 7h17l-3 10h-11z",
  standing: "M12 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM12 10v6M9 12h6M12 16l-2 4M12 16l2 4",
  landmark: "M5 20V6h14v14zM5 10h14M9 20v-5h6v5",
  text: "M6 6h12M12 6v13",
  undo: "M9 6 4.5 10.5 9 15M5 10.5h9a5 5 0 0 1 0 10h-3",
  redo: "M15 6l4.5 4.5L15 15M19 10.5h-9a5 5 0 0 0 0 10h3",
}

export function ToolIcon({ tool }: { tool: keyof typeof paths }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <path
        d={paths[tool]}
        fill="none"
        stroke="currentColor"
        stroke-width={tool === "rows" ? 2.6 : 1.6}
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  )
}
