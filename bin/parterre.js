#!/usr/bin/env node
// The command of operators. What it runs is built the first time, and again when the sources are newer.
import { execFileSync } from "node:child_process"
import { readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const program = join(root, "dist", "parterre.js")
const sources = ["cli", "plugins", "scripts", "server", "templates", "package.json", "package-lock.json"]

if (newest(sources) > modified(program))
  execFileSync(process.execPath, [join(root, "scripts", "build.js")], { cwd: root, stdio: ["ignore", 2, 2] })
process.setSourceMapsEnabled(true)
await import(pathToFileURL(program).href)

function newest(names) {
  return Math.max(...names.map((name) => newestIn(join(root, name))))
}

/** Folders count too: a file that is gone leaves its trace in them alone. */
function newestIn(path) {
  const entries = statSync(path).isDirectory() ? readdirSync(path, { withFileTypes: true }) : []
  const times = entries.map((entry) => newestIn(join(path, entry.name)))
  return Math.max(modified(path), ...times)
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
