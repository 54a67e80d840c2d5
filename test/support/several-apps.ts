import type { Test } from "tap"
import type { App } from "../../server/plugin.ts"
import { type TestApp, type TestAppOptions, testApp } from "../harness.ts"

/** Several instances of the application on one database, each with its own connections, as behind a proxy. */
export async function severalApps(
  t: Test,
  count: number,
  options: TestAppOptions = {},
): Promise<TestApp & { apps: App[]; pick(n: number): App }> {
  const first = await testApp(t, options)
  const apps = [first.app]
  while (apps.length < count) apps.push((await testApp(t, { ...options, database: first })).app)
  return { ...first, apps, pick: (n) => apps[n % apps.length] ?? first.app }
}
