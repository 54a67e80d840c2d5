import t from "tap"
import { makePerformance, testApp } from "../harness.ts"
import { closed, eventOf, quick, setLine } from "../plugins/waiting-room/waiting.ts"
import { bringAxe, faultsOf, sidewaysOf } from "../support/axe.ts"
import { openBrowser, visit } from "../support/browser.ts"
import { Visitor } from "../support/visitor.ts"

const people = 200

const browser = await openBrowser(t)
if (browser) {
  t.test("200 people wait, each with their own browser, and all come in once, in order", async (t) => {
    const cast = await testApp(t, { listen: true })
    const { app, organisation, owner } = cast
    const performance = await makePerformance(app, organisation, { capacity: 1000 })
    const eventId = await eventOf(cast, performance.performanceId)
    const wanted = `/theatre/performances/${performance.performanceId}`
    const origin = app.config.publicUrl
    await setLine(cast, eventId, closed)

    await visit(t, browser, { origin, reducedMotion: "reduce" }, async (page, context) => {
      await bringAxe(context)
      const others = Array.from({ length: people - 2 }, () => new Visitor(origin))
      for (const some of halves(others, 2)) {
        await Promise.all(some.map((visitor) => visitor.open(wanted)))
        // Somebody with a real browser comes in the middle.
        if (page.url() === "about:blank") await page.goto(wanted)
      }
      const ahead = page.locator("[data-ahead]")
      t.match(await page.locator("h1").textContent(), /Vous êtes dans la file/)
      t.equal(await ahead.textContent(), `${(people - 2) / 2} personnes`)
      t.same(await faultsOf(page), [])
      t.same(await sidewaysOf(page), [])
      const line = page.url()
      await page.reload()
      t.equal(await ahead.textContent(), `${(people - 2) / 2} personnes`, "loaded again, the same")
      const tab = await context.newPage()
      await tab.goto(wanted)
      t.equal(
        await tab.locator("[data-ahead]").textContent(),
        `${(people - 2) / 2} personnes`,
        "a second tab, too",
      )
      await tab.close()
      const scriptless = await browser.newContext({ baseURL: origin, javaScriptEnabled: false, locale: "en" })
      const plain = await scriptless.newPage()
      await plain.goto(wanted)
      t.match(
        await plain.locator("main").textContent(),
        /Ahead of you.*199 people.*This page reloads every 15 seconds/s,
      )

      await setLine(cast, eventId, { ...quick, rate: 120 })
      await page.reload()
      await page.waitForFunction(() => /^\(\d+\) /.test(document.title), undefined, { timeout: 30_000 })
      t.not(await ahead.textContent(), `${(people - 2) / 2} personnes`, "moves by itself")

      await setLine(cast, eventId, { ...quick, rate: 1200 })
      const came: number[] = []
      const follow = async (visitor: Visitor, n: number) => {
        for (;;) {
          const here = await visitor.open(wanted)
          if (here.address === wanted) {
            came.push(n)
            const field = /<select[^>]* name="([^"]+)"/.exec(here.html)?.[1] ?? ""
            const basket = await visitor.send(here, wanted, { [field]: "1" })
            t.match(basket.address, /^\/theatre\/(cart|checkout)/)
            return
          }
          t.equal(here.status, 200)
          await new Promise((resolve) => setTimeout(resolve, 1500))
        }
      }
      const following = Promise.all(others.map(follow))
      await page.waitForURL(`**${wanted}`, { timeout: 60_000 })
      t.not(line, page.url(), "and goes in by itself")
      await plain.waitForURL(`**${wanted}`, { timeout: 60_000 })
      await scriptless.close()
      await following

      t.equal(new Set(came).size, people - 2)
      const early = came.slice(0, 60).filter((n) => n < (people - 2) / 2).length
      t.equal(early, 60, "those who came first came in first")
      const { rows } = await owner.query(
        `select count(*)::int as passes, count(distinct number)::int as numbers, max(carts) as carts, sum(carts)::int as sold,
           (select arrived from waiting_lines) as arrived from waiting_passes`,
      )
      t.same(rows, [{ passes: people, numbers: people, carts: 1, sold: people - 2, arrived: people }])
    })
  })

  t.test("the back office follows the line, and has no serious fault", async (t) => {
    const cast = await testApp(t, { listen: true })
    const { app, organisation, tokens } = cast
    const performance = await makePerformance(app, organisation)
    const eventId = await eventOf(cast, performance.performanceId)
    await setLine(cast, eventId, closed)
    const origin = app.config.publicUrl
    await visit(t, browser, { origin, reducedMotion: "reduce" }, async (page, context) => {
      await bringAxe(context)
      await context.addCookies([{ name: "session", value: tokens.boxOffice, url: origin }])
      await page.goto("/admin/theatre/waiting-room")
      t.same(await faultsOf(page), [])
      await page.getByRole("link", { name: "Le Malade imaginaire" }).click()
      t.same(await faultsOf(page), [])
      t.same(await sidewaysOf(page), [])
      const waiting = page.locator(".figure", { hasText: "Attendent" }).locator(".figure-value")
      t.equal(await waiting.textContent(), "0")
      await new Visitor(origin).open(`/theatre/performances/${performance.performanceId}`)
      await page.waitForFunction(() => document.querySelector(".figure-value")?.textContent === "1")
    })
  })
}

function halves<T>(list: readonly T[], parts: number): T[][] {
  const size = Math.ceil(list.length / parts)
  return Array.from({ length: parts }, (_, n) => list.slice(n * size, (n + 1) * size))
}
