import type { Page } from "playwright-core"
import { type EditorTexts, editorTexts } from "../../plugins/seating/client/editor/texts.ts"

interface Point {
  x: number
  y: number
}

/** Somebody who draws a hall: points are in the plan's own units, and become the mouse's. */
export class Draughtsman {
  readonly page: Page
  readonly t: EditorTexts

  constructor(page: Page, locale: "fr" | "en" = "fr") {
    this.page = page
    this.t = editorTexts[locale]
  }

  async ready(): Promise<void> {
    await this.page.locator("[data-plan-editor][data-ready]").waitFor()
  }

  get canvas() {
    return this.page.getByRole("application", { name: this.t.canvas })
  }

  button(name: string) {
    return this.page.getByRole("button", { name, exact: true })
  }

  field(name: string) {
    return this.page.getByLabel(name, { exact: true })
  }

  async at({ x, y }: Point): Promise<Point> {
    return this.canvas.evaluate(
      (svg, [x, y]) => {
        const point = new DOMPoint(x, y).matrixTransform(
          (svg as unknown as SVGSVGElement).getScreenCTM() ?? undefined,
        )
        return { x: point.x, y: point.y }
      },
      [x, y] as const,
    )
  }

  async drag(from: Point, to: Point, { steps = 8 } = {}): Promise<void> {
    const [start, end] = [await this.at(from), await this.at(to)]
    await this.page.mouse.move(start.x, start.y)
    await this.page.mouse.down()
    await this.page.mouse.move(end.x, end.y, { steps })
    await this.page.mouse.up()
  }

  async click(point: Point, options: { clickCount?: number; shift?: boolean } = {}): Promise<void> {
    const { x, y } = await this.at(point)
    if (options.shift) await this.page.keyboard.down("Shift")
    await this.page.mouse.click(x, y, { clickCount: options.clickCount ?? 1 })
    if (options.shift) await this.page.keyboard.up("Shift")
  }

  async saved(): Promise<void> {
    await this.page.locator(".plan-saving-saved").waitFor()
  }

  async total(): Promise<number> {
    return Number.parseInt(
      (await this.page.locator(".plan-total").textContent())?.replace(/\D/g, "") ?? "",
      10,
    )
  }
}
