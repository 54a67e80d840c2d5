import type { Page } from "playwright-core"

const interactive =
  "a[href], button:not([disabled]), input:not([disabled], [type=hidden]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex='0']"

/**
 * Walks through the page with the Tab key alone. Answers what is wrong: what is never reached, and what is reached
 * with a focus that is not seen, because it has no outline, is out of the window or lies under something else.
 */
export async function keyboardFaults(page: Page): Promise<string[]> {
  const count = await page.evaluate((selector) => {
    const groups = new Set<string>()
    const wanted = [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => {
      const group = element instanceof HTMLInputElement && element.type === "radio" ? element.name : ""
      if (group && groups.has(group)) return false
      groups.add(group)
      return element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true })
    })
    for (const element of wanted) element.dataset.wanted = ""
    return wanted.length
  }, interactive)
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  const faults: string[] = []
  // A date has a stop for each of its parts; and a page may begin in its middle, at what it focuses itself.
  for (let presses = 0, ends = 0; presses < count * 4 + 10 && ends < 2; presses++) {
    await page.keyboard.press("Tab")
    let fault = await focusFault(page)
    if (fault === "the end") {
      ends++
      continue
    }
    if (fault) {
      // What scrolls may not have come to rest.
      await page.waitForTimeout(150)
      fault = await focusFault(page)
    }
    if (fault) faults.push(fault)
  }
  const missed = await page
    .locator("[data-wanted]")
    .evaluateAll((elements) => elements.map((element) => `not reached: ${element.outerHTML.slice(0, 100)}`))
  return [...new Set([...faults, ...missed])]
}

async function focusFault(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const focused = document.activeElement
    if (!(focused instanceof HTMLElement) || focused === document.body) return "the end"
    delete focused.dataset.wanted
    if (focused instanceof HTMLInputElement && focused.type === "radio")
      for (const other of document.getElementsByName(focused.name)) delete other.dataset.wanted
    // A part of a date: the browser draws it.
    if (!focused.matches(":focus")) return null
    const card = focused.closest("article")
    const outlined = [getComputedStyle(focused), ...(card ? [getComputedStyle(card)] : [])].some(
      ({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2,
    )
    const said = focused.outerHTML.slice(0, 100)
    if (!outlined) return `no outline: ${said}`
    const { left, top, right, bottom } = focused.getBoundingClientRect()
    const above = document.elementFromPoint(
      (Math.max(left, 0) + Math.min(right, innerWidth)) / 2,
      (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2,
    )
    const seen = above && (focused.contains(above) || above.contains(focused) || above.closest("label"))
    return seen ? null : `hidden under ${above?.outerHTML.slice(0, 60)}: ${said}`
  })
}
