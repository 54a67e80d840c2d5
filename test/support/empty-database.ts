import { randomBytes } from "node:crypto"
import pg from "pg"
import type { Test } from "tap"
import { testServer } from "./database-server.ts"

/** A database in which nothing was made, dropped at the end. `owner`: a role of its own, no superuser, that has it. */
export async function emptyDatabase(
  t: Test,
  { owner }: { owner?: string } = {},
): Promise<{ url: string; query(sql: string): Promise<pg.QueryResult> }> {
  const server = await testServer()
  const name = `test_${randomBytes(8).toString("hex")}`
  const admin = new pg.Client(server.url)
  await admin.connect()
  if (owner) await admin.query(`create role ${owner} login createrole nosuperuser password 'owner'`)
  await admin.query(`create database ${name} ${owner ? `owner ${owner}` : ""}`)
  const url = new URL(server.url)
  url.pathname = `/${name}`
  if (owner) [url.username, url.password] = [owner, "owner"]
  t.teardown(async () => {
    await admin.query(`drop database if exists ${name} with (force)`)
    await admin.end()
  })
  const query = async (sql: string) => {
    const client = new pg.Client(url.href)
    await client.connect()
    return client.query(sql).finally(() => client.end())
  }
  return { url: url.href, query }
}
