import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import t from "tap"
import ts from "typescript"
import { plugins } from "../plugins/index.ts"
import { projectRoot } from "../server/project.ts"
import { makePerformance, testApp } from "./harness.ts"
import { buy } from "./support/shopping.ts"

/** Without these nothing can be sold; every other module can be taken off the list. */
const core = ["accounts", "venues", "seating", "catalogue", "inventory", "orders", "tickets"]

/** Tables that one module writes and another owns, each with why. */
const foreignWrites = [
  // One statement turns a cart into its order: it takes the cart only if it can.
  "orders writes carts (plugins/orders/check-out.ts)",
  // The row of enqueue(), written by the one statement that issues the tickets of a rush.
  "tickets writes outbox (plugins/tickets/issue-tickets.ts)",
]

interface Source {
  /** From the root of the repository: "plugins/orders/routes.ts". */
  path: string
  /** "server", "templates", "cli", or the name of the plugin. */
  module: string
  text: string
  /** Files of the repository. */
  imports: { path: string; typeOnly: boolean }[]
}

const sources = ["server", "templates", "plugins", "cli"].flatMap((folder) =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"))
    .map((name) => readSource(join(folder, name))),
)
const byPath = new Map(sources.map((source) => [source.path, source]))
const owners = ownersOfTables()
const listed = new Map(plugins.map((plugin) => [plugin.name, plugin]))

function readSource(path: string): Source {
  const text = readFileSync(join(projectRoot, path), "utf8")
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const imports: Source["imports"] = []
  const add = (specifier: ts.Expression | undefined, typeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteral(specifier) || !specifier.text.startsWith(".")) return
    imports.push({ path: relative(projectRoot, join(projectRoot, dirname(path), specifier.text)), typeOnly })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause))
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly)
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false)
    ts.forEachChild(node, visit)
  }
  visit(file)
  const [top = "", second = ""] = path.split("/")
  return { path, module: top === "plugins" && !second.includes(".") ? second : top, text, imports }
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  const { name, namedBindings } = clause
  return (
    !name &&
    !!namedBindings &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every((one) => one.isTypeOnly)
  )
}

/** Which module each table belongs to: the one whose code declares it. */
function ownersOfTables(): Map<string, string> {
  const found = new Map<string, string>()
  for (const { text, module } of sources)
    for (const [, body = ""] of text.matchAll(/interface Database \{([^}]*)\}/g))
      for (const [, table = ""] of body.matchAll(/^\s*(\w+):/gm)) found.set(table, module)
  return found
}

/** Of the modules that a module may use: its own, those it lists, and the kernel. */
function mayUse(module: string, other: string): boolean {
  return other === module || other === "server" || listed.get(module)?.dependencies.includes(other) === true
}

t.test("the modules", async (t) => {
  for (const name of core)
    for (const dependency of listed.get(name)?.dependencies ?? [])
      t.ok(core.includes(dependency), `${name} sells without what is optional`)
  const folders = readdirSync(join(projectRoot, "plugins"), { withFileTypes: true })
  for (const folder of folders.filter((entry) => entry.isDirectory()))
    if (byPath.has(`plugins/${folder.name}/index.ts`))
      t.ok(listed.has(folder.name), `${folder.name} is on the list`)
  t.ok(owners.size > 15, `${owners.size} tables`)
})

t.test("arrows point one way", async (t) => {
  const arrows = sources.flatMap((source) => source.imports.filter(({ path }) => byPath.has(path)))
  t.ok(arrows.length > 500, `${arrows.length} arrows`)
  for (const { path, module, imports } of sources) {
    for (const { path: to } of imports) {
      const target = byPath.get(to)
      if (!target) continue
      const arrow = `${path} -> ${to}`
      if (module === "server") t.ok(["server", "templates"].includes(target.module), arrow)
      else if (module === "templates") t.ok(["templates", "server"].includes(target.module), arrow)
      else if (listed.has(module))
        t.ok(
          target.module === "templates" || mayUse(module, target.module),
          `${arrow}: listed as a dependency`,
        )
    }
  }
})

t.test("no file imports itself by way of others", async (t) => {
  const states = new Map<string, "open" | "done">()
  const cycles: string[] = []
  const walk = (path: string, way: string[]): void => {
    if (states.get(path) === "done") return
    if (states.get(path) === "open") {
      cycles.push([...way.slice(way.indexOf(path)), path].join(" -> "))
      return
    }
    states.set(path, "open")
    for (const next of byPath.get(path)?.imports ?? []) if (!next.typeOnly) walk(next.path, [...way, path])
    states.set(path, "done")
  }
  for (const { path } of sources) walk(path, [])
  t.same(cycles, [])
})

t.test("a module writes its own tables and reads those of the modules it depends on", async (t) => {
  const writes =
    /(?:insertInto|updateTable|deleteFrom|replaceInto)\(\s*"(\w+)"|\b(?:insert\s+into|delete\s+from|update)\s+(\w+)/g
  const reads =
    /(?:selectFrom|innerJoin|leftJoin|rightJoin|fullJoin)\(\s*"(\w+)(?: as \w+)?"|\b(?:from|join)\s+(\w+)/g
  const tablesIn = (text: string, pattern: RegExp) =>
    [...text.matchAll(pattern)].map(([, one, two]) => one ?? two ?? "").filter((name) => owners.has(name))
  const foreign: string[] = []
  for (const { path, module, text } of sources) {
    if (module === "cli") continue
    for (const table of tablesIn(text, writes))
      if (owners.get(table) !== module) foreign.push(`${module} writes ${table} (${path})`)
    for (const table of tablesIn(text, reads))
      t.ok(mayUse(module, owners.get(table) ?? ""), `${path} reads ${table} of ${owners.get(table)}`)
  }
  t.same([...new Set(foreign)].sort(), foreignWrites)
})

t.test("migrations make and refer to the tables that their module may", async (t) => {
  for (const module of readdirSync(join(projectRoot, "migrations"))) {
    const folder = join(projectRoot, "migrations", module)
    const owner = module === "kernel" ? "server" : module
    for (const name of readdirSync(folder)) {
      const text = readFileSync(join(folder, name), "utf8")
      for (const [, table = ""] of text.matchAll(/\b(?:create|alter)\s+table\s+(?:if\s+\w+\s+\w+\s+)?(\w+)/g))
        t.equal(owners.get(table), owner, `${module}/${name}: ${table}`)
      for (const [, table = ""] of text.matchAll(/\breferences\s+(\w+)/g))
        t.ok(mayUse(owner, owners.get(table) ?? "nobody"), `${module}/${name} refers to ${table}`)
    }
  }
})

t.test("each optional module can be taken off the list", async (t) => {
  const optional = plugins.filter((plugin) => !core.includes(plugin.name))
  t.ok(optional.length > 0)
  for (const { name } of optional) {
    const without = [name]
    for (const plugin of plugins)
      if (plugin.dependencies.some((dependency) => without.includes(dependency))) without.push(plugin.name)
    await t.test(`without ${without.join(" and ")}`, async (t) => {
      const { app, organisation } = await testApp(t, { without })
      t.equal((await app.inject("/readyz")).statusCode, 200)
      const { order } = await buy(app, await makePerformance(app, organisation))
      t.equal(order.status, "paid", "and it sells")
    })
  }
  await t.test("without all of them", async (t) => {
    const { app, organisation } = await testApp(t, { without: optional.map((plugin) => plugin.name) })
    t.equal((await buy(app, await makePerformance(app, organisation))).order.status, "paid")
    t.equal((await app.inject("/admin/sign-in")).statusCode, 200)
  })
})
