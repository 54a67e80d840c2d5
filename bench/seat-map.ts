import type { CDPSession, Page } from "playwright-core"
import { applicationConnection, Databases, ownerConnection } from "../server/database.ts"
import { startEmbeddedPostgres } from "../server/embedded-postgres.ts"
import { Secrets } from "../server/secrets.ts"
import { launchBrowser } from "../test/support/browser.ts"
import { hallPlan } from "./support/hall.ts"
import { startProgram, temporaryFolder } from "./support/program.ts"
import { preparePerformance } from "./support/programme.ts"

const rows = 34
const seatsOfRow = 60
const secretKey = "a secret for benchmarks, long enough to be accepted"

/** The map of 2,040 seats in a browser: how long its scripts run until it stands, and how smoothly it moves then. */
export async function run(): Promise<void> {
  const folder = temporaryFolder()
  const postgres = await startEmbeddedPostgres({ dataDir: folder.path })
  const browser = await launchBrowser()
  try {
    if (!browser) {
      console.log("left out: Chromium is not installed")
      return
    }
    const env = { DATABASE_URL: postgres.url, SECRET_KEY: secretKey, DEMO: "0" }
    const program = await startProgram(env, ["--role", "web"])
    const connection = applicationConnection(ownerConnection(postgres.url), new Secrets(secretKey))
    const databases = new Databases(connection, 2, () => {})
    const plan = hallPlan(rows, seatsOfRow)
    const made = await preparePerformance(databases, { plan, capacity: rows * seatsOfRow })
    const address = `${program.url}/${made.organisation}/performances/${made.performanceId}`
    for (const [name, viewport] of Object.entries({
      phone: { width: 360, height: 740 },
      desktop: { width: 1440, height: 900 },
    })) {
      const page = await browser.newPage({ viewport })
      const cdp = await page.context().newCDPSession(page)
      const scripts: number[] = []
      for (let time = 0; time < 5; time++) scripts.push(await scriptTime(page, cdp, address))
      const { median, worst } = await framesWhileMoving(page)
      const click = await clickTime(page)
      const nodes = await page.evaluate(() => document.querySelectorAll("*").length)
      const middle = scripts.sort((a, b) => a - b)[2] ?? 0
      console.log(`${name}: scripts until the map stands    ${middle.toFixed(0)} ms (limit 200 ms)`)
      console.log(
        `${name}: a frame while it moves          ${median.toFixed(0)} ms, at worst ${worst.toFixed(0)} ms`,
      )
      console.log(`${name}: a seat chosen, in scripts       ${click.toFixed(1)} ms`)
      console.log(`${name}: elements of the page            ${nodes}`)
      await page.close()
    }
    await databases.close()
    await program.stop()
  } finally {
    await browser?.close()
    await postgres.stop()
    folder.remove()
  }
}

/** Milliseconds of a load in which scripts ran, by a profile of the page, what they had the browser parse counted in. */
async function scriptTime(page: Page, cdp: CDPSession, address: string): Promise<number> {
  await page.goto("about:blank")
  await cdp.send("Profiler.enable")
  await cdp.send("Profiler.setSamplingInterval", { interval: 200 })
  await cdp.send("Profiler.start")
  await page.goto(address)
  await page.locator("[data-chosen] > *").first().waitFor()
  const { profile } = await cdp.send("Profiler.stop")
  const own = new Set(
    profile.nodes
      .filter(({ callFrame }) => !["(idle)", "(program)", "(root)"].includes(callFrame.functionName))
      .filter(({ callFrame }) => !callFrame.url.startsWith("pptr") && callFrame.url !== "")
      .map(({ id }) => id),
  )
  return (profile.samples ?? []).reduce(
    (sum, id, index) => sum + (own.has(id) ? (profile.timeDeltas?.[index] ?? 0) / 1000 : 0),
    0,
  )
}

/** Milliseconds from frame to frame while the wheel enlarges and the hand drags. */
async function framesWhileMoving(page: Page): Promise<{ median: number; worst: number }> {
  // As a text: what compiles this file names functions with a helper that the page has not.
  await page.evaluate(
    "frameTimes = []; (function note(now) { if (now) frameTimes.push(now); requestAnimationFrame(note) })()",
  )
  const box = await page.locator(".hall-view").boundingBox()
  if (!box) throw new Error("no map")
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 10, y, { steps: 3 })
  await page.mouse.up()
  for (let step = 0; step < 15; step++) await page.mouse.wheel(0, -60)
  await page.mouse.down()
  for (let step = 0; step < 40; step++) await page.mouse.move(x + 3 * step, y + step)
  await page.mouse.up()
  const times = await page.evaluate(() => (globalThis as unknown as { frameTimes: number[] }).frameTimes)
  const spans = times.slice(1).map((time, index) => time - (times[index] ?? 0))
  spans.sort((a, b) => a - b)
  return { median: spans[spans.length >> 1] ?? 0, worst: spans.at(-1) ?? 0 }
}

async function clickTime(page: Page): Promise<number> {
  return page.evaluate(() => {
    const boxes = [...document.querySelectorAll<HTMLInputElement>(".tick")].slice(900, 908)
    const began = performance.now()
    for (const box of boxes) box.click()
    return (performance.now() - began) / boxes.length
  })
}

if (process.argv[1] === import.meta.filename) await run()
