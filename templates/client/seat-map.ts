import "./countdown.ts"
import { startSeating } from "./seats/seating.ts"

for (const root of document.querySelectorAll<HTMLElement>("[data-seating]")) startSeating(root)
