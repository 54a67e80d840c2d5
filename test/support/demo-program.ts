import type pg from "pg"
import type { Browser, BrowserContextOptions, Page } from "playwright-core"
import type { Test } from "tap"
import { testDatabase } from "../harness.ts"
import { startParterre } from "./program.ts"
import { testSecretKey } from "./secrets.ts"

export interface Demo {
  /** Where the program listens. */
  url: string
  /** The path of the demonstration theatre's shop. */
  shop: string
  /** Above row-level security: for arranging and for looking. */
  owner: pg.Pool
}

export const administrator = { email: "regie@example.org", password: "a curtain and three knocks" }

/** The program as it is built, on a database of its own, with the demonstration season and no limit on writes. */
export async function startDemo(t: Test): Promise<Demo> {
  const { url, owner, dataDir } = await testDatabase(t)
  const program = await startParterre(t, {
    DATABASE_URL: url,
    DATA_DIR: dataDir,
    SECRET_KEY: testSecretKey,
    DEMO: "1",
    PAYMENT_SANDBOX: "1",
    RATE_LIMIT: "0",
    ADMIN_EMAIL: administrator.email,
    ADMIN_PASSWORD: administrator.password,
  })
  return { url: program.url, shop: "/demo", owner }
}

/** Signs the administrator in on the sign-in page, and answers what the browser then keeps. */
export async function signedIn(
  browser: Browser,
  { url }: Demo,
): Promise<BrowserContextOptions["storageState"]> {
  const context = await browser.newContext({ baseURL: url })
  await signIn(await context.newPage())
  const state = await context.storageState()
  await context.close()
  return state
}

export async function signIn(page: Page, { email, password } = administrator): Promise<void> {
  await page.goto("/admin/sign-in")
  await page.locator("[name=email]").fill(email)
  await page.locator("[name=password]").fill(password)
  await page.locator("main button").click()
  await page.waitForLoadState()
}

/** The performance of the demonstration season with this reference. */
export async function performanceOf({ owner }: Demo, ref: string): Promise<string> {
  const { rows } = await owner.query<{ id: string }>("select id from performances where ref = $1", [ref])
  if (!rows[0]) throw new Error(`the demonstration has no ${ref}`)
  return rows[0].id
}
