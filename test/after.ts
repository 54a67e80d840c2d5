import { endTestServer } from "./support/database-server.ts"

await endTestServer()
