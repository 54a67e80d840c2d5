#!/usr/bin/env node
// The operators' command. The first time, or after an update, it builds what it runs.
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"

const program = fileURLToPath(new URL("../dist/parterre.js", import.meta.url))
if (!existsSync(program)) await import("../scripts/build.js")
await import(program)
