import type { VNode } from "preact"
import { render } from "preact-render-to-string"

/** A whole page as text, ready to be sent as `text/html; charset=utf-8`. Everything is escaped by default. */
export function renderPage(page: VNode): string {
  return `<!doctype html>${render(page)}`
}

/** A piece of page, for a mail, a test or an answer that replaces part of a page. */
export function renderPart(part: VNode): string {
  return render(part)
}
