import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type { AxeResults, RunOptions } from "axe-core"
import type { BrowserContext, Page } from "playwright-core"

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

/** Has axe-core at hand on every page of the context. It comes from the test, not from the server: no policy is bent. */
export async function bringAxe(context: BrowserContext): Promise<void> {
  await context.addInitScript({ content: source })
}

/** What axe-core finds serious or critical on the page as it is now, each with the first places where it is. */
export async function faultsOf(page: Page): Promise<string[]> {
  const options: RunOptions = {
    resultTypes: ["violations"],
    preload: false,
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  }
  const violations = await page.evaluate(async (options) => {
    const { axe } = globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }
    const { violations } = await axe.run(options)
    return violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      places: nodes.slice(0, 3).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ""}`),
    }))
  }, options)
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, places }) => `${id}: ${places.join(" | ")}`)
}

/** By how many pixels the page is wider than its window, and what sticks out. */
export async function sidewaysOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - innerWidth
    if (wide <= 0) return []
    const culprits = [...document.querySelectorAll("body *")].filter(
      (element) => element.getBoundingClientRect().right > innerWidth + 1,
    )
    return [`${wide} px too wide: ${culprits[0]?.outerHTML.slice(0, 120)}`]
  })
}
