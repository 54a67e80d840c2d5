import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import t from "tap"
import packageJson from "../../package.json" with { type: "json" }
import { projectRoot } from "../../server/project.ts"
import { missing } from "../support/tools.ts"

const read = (name: string) => readFileSync(join(projectRoot, name), "utf8")

/** The variables that server/config.ts reads. */
const variables = [...read("server/config.ts").matchAll(/^ {2}([A-Z][A-Z_]+): Type\./gm)].map(
  ([, name = ""]) => name,
)

const required = {
  SECRET_KEY: "a".repeat(32),
  POSTGRES_PASSWORD: "b",
  PUBLIC_URL: "https://shop.example",
  ADMIN_EMAIL: "ada@example.test",
  ADMIN_PASSWORD: "a long password",
}

t.test("the operator's page names every variable", async (t) => {
  t.ok(variables.length > 15)
  const page = read("docs/operating.md")
  for (const name of variables) t.ok(page.includes(`\`${name}\``), name)
})

t.test("the dependencies' page names every package, and no other", async (t) => {
  const rows = read("docs/dependencies.md").match(/^\| `.*?\|/gm) ?? []
  const named = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, name]) => name))
  const { dependencies, devDependencies } = packageJson
  t.strictSame(named.sort(), [...Object.keys(dependencies), ...Object.keys(devDependencies)].sort())
})

t.test("the image is built by the steps that CI runs, for an ordinary user", async (t) => {
  const steps = read("Dockerfile").match(/(?<=^RUN )npm .*/gm)
  t.strictSame(steps, ["npm ci", "npm run build", "npm prune --omit=dev"])
  for (const step of ["npm ci", "npm run build"]) t.match(read(".ci/run"), new RegExp(`^run ${step}$`, "m"))
  t.match(read("Dockerfile"), /^USER node$/m)
})

t.test("docker-compose.yml", { skip: missing("docker-compose") }, async (t) => {
  const { PATH = "" } = process.env
  const compose = (env: Record<string, string>) =>
    spawnSync("docker-compose", ["--env-file", ".env.example", "config"], {
      cwd: projectRoot,
      env: { PATH, ...env },
      encoding: "utf8",
    })

  await t.test("is complete with what .env.example asks for", async (t) => {
    const { status, stdout, stderr } = compose(required)
    t.equal(status, 0, stderr)
    for (const service of ["web", "worker", "postgres", "redis"])
      t.match(stdout, new RegExp(`^ {2}${service}:`, "m"))
    t.equal(stdout.match(/healthcheck:/g)?.length, 4, "each service says whether it is healthy")
    t.match(stdout, "127.0.0.1:3000:3000", "nothing but the proxy on this machine reaches it")
    t.equal(stdout.match(/read_only: true/g)?.length, 3)
  })
  await t.test("names what is missing", async (t) => {
    for (const name of Object.keys(required)) {
      const { status, stderr } = compose({ ...required, [name]: "" })
      t.not(status, 0)
      t.match(stderr, "set it in .env", name)
    }
  })
  await t.test("gives Parterre variables that it reads, and all that .env.example has", async (t) => {
    const given = [...read("docker-compose.yml").matchAll(/^ {2,6}([A-Z][A-Z_]+): /gm)].map(
      ([, name = ""]) => name,
    )
    const ofOthers = ["POSTGRES_PASSWORD"]
    t.strictSame(
      given.filter((name) => ![...variables, ...ofOthers].includes(name)),
      [],
    )
    const ofCompose = ["LISTEN", ...ofOthers]
    const asked = [...read(".env.example").matchAll(/^([A-Z_]+)=/gm)].map(([, name = ""]) => name)
    t.strictSame(
      asked.filter((name) => ![...given, ...ofCompose].includes(name)),
      [],
    )
  })
})
