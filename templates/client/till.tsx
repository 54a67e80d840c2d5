import { render } from "preact"
import type { TillConfig } from "../till-screen.ts"
import { Screen } from "./till/screen.tsx"

const root = document.querySelector<HTMLElement>("[data-till]")
if (root?.dataset.till) {
  const config = JSON.parse(root.dataset.till) as TillConfig
  root.replaceChildren()
  render(<Screen config={config} />, root)
}
