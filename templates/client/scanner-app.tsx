import { render } from "preact"
import { App } from "./scanner/app.tsx"

const place = document.querySelector<HTMLElement>("#scanner-app")
if (place) {
  const { reader = "", wasm = "", version = "" } = place.dataset
  place.replaceChildren()
  render(<App files={{ reader, wasm }} version={version} />, place)
  void navigator.serviceWorker?.register("/scanner/worker.js", { scope: "/scanner" }).catch(() => undefined)
}
