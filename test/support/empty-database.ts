import { randomBytes } from "node:crypto"
import pg from "pg"
import type { Test } from "tap"
import { testServer } from "./database-server.ts"

export interface EmptyDatabase {
  url: string
  query(sql: string): Promise<pg.QueryResult>
}

/** A database in which nothing was made, dropped at the end; it belongs to a superuser unless `owner` says otherwise. */
export async function emptyDatabase(t: Test, owner?: "createrole" | "nocreaterole"): Promise<EmptyDatabase> {
  const server = await testServer()
  const name = `test_${randomBytes(8).toString("hex")}`
  const admin = new pg.Client(server.url)
  await admin.connect()
  if (owner) await admin.query(`create role ${name} login nosuperuser ${owner} password '${name}'`)
  await admin.query(`create database ${name} ${owner ? `owner ${name}` : ""}`)
  t.teardown(async () => {
    await admin.query(`drop database if exists ${name} with (force)`)
    if (owner) await admin.query(`drop role ${name}`)
    await admin.end()
  })
  const url = new URL(server.url)
  url.pathname = `/${name}`
  if (owner) url.username = url.password = name
  const query = async (sql: string) => {
    const client = new pg.Client(url.href)
    await client.connect()
    return client.query(sql).finally(() => client.end())
  }
  return { url: url.href, query }
}
