import t from "tap"
import { testApp } from "../harness.ts"
import { parterre } from "../support/program.ts"
import { testSecretKey } from "../support/secrets.ts"

t.test("training", async (t) => {
  const { url, owner } = await testApp(t)
  const run = (...args: string[]) =>
    parterre(t, ["training", ...args], { SECRET_KEY: testSecretKey, DATABASE_URL: url })
  const unsaid = await run()
  t.equal(unsaid.code, 1)
  t.match(unsaid.err, "Say for which organisation with --org: rival, theatre")
  for (let times = 0; times < 2; times++) {
    const made = await run("--org", "theatre")
    t.equal(made.code, 0, made.err)
    t.match(made.out, /Théâtre de Quimper practises at .*\/admin\/theatre-factice/)
  }
  const { rows } = await owner.query("select slug from organisations where training_of is not null")
  t.same(rows, [{ slug: "theatre-factice" }])
})
