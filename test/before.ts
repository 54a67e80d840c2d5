import { execFileSync } from "node:child_process"
import { prepareTestServer } from "./support/database-server.ts"

// Once before all tests: the program is built as for production, and one throw-away PostgreSQL started.
execFileSync(process.execPath, ["scripts/build.js"], { stdio: "inherit" })
await prepareTestServer()
