import { execFileSync, spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import pg from "pg"
import { measure } from "./clients.ts"

/** What any system must at least write for one free order of so many places, in one transaction. */
function statementsFor(places: number): string[] {
  // 2.5 places: 2 and 3 by turns.
  const count = `${Math.floor(places)} + (random() < ${places % 1})::int`
  return [
    "begin",
    "update bench_stock set taken = taken + 1 where zone_id = 1",
    "insert into bench_carts (expires_at) values (now())",
    `insert into bench_items (cart_id, price_id, amount) select lastval(), n, 0 from generate_series(1, ${count}) as n`,
    "insert into bench_orders (token, email) values (md5(random()::text), 'a@b.fr')",
    `insert into bench_tickets (order_id, number) select 1, md5(random()::text) from generate_series(1, ${count})`,
    "insert into bench_outbox (payload) values ('{}')",
    "commit",
  ]
}

/**
 * The equivalent minimal writes by pgbench (prepared statements, over TCP), or by bare `pg` where there is no pgbench:
 * transactions a second.
 */
export async function minimalWrites(
  url: string,
  clients: number,
  seconds: number,
  folder: string,
  places = 1,
) {
  await prepare(url)
  const statements = statementsFor(places)
  if (spawnSync("pgbench", ["--version"]).status === 0)
    return { by: "pgbench", ...pgbench(statements, url, clients, seconds, folder) }
  return { by: "bare pg", perSecond: await barePg(statements, url, clients, seconds) }
}

async function prepare(url: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(`
    drop table if exists bench_stock, bench_carts, bench_items, bench_orders, bench_tickets, bench_outbox;
    create table bench_stock (zone_id int primary key, taken int not null check (taken <= 100000000)) with (fillfactor = 50);
    insert into bench_stock values (1, 0);
    create table bench_carts (id bigint generated always as identity primary key, expires_at timestamptz);
    create table bench_items (cart_id bigint, price_id bigint, amount int, primary key (cart_id, price_id));
    create table bench_orders (id bigint generated always as identity primary key, token text unique, email text);
    create table bench_tickets (id bigint generated always as identity primary key, order_id bigint, number text unique);
    create table bench_outbox (id bigint generated always as identity primary key, payload jsonb);`)
  await client.end()
}

function pgbench(
  statements: string[],
  url: string,
  clients: number,
  seconds: number,
  folder: string,
): { perSecond: number } {
  const script = join(folder, "minimal.sql")
  writeFileSync(script, `${statements.join(";\n")};\n`)
  const output = execFileSync(
    "pgbench",
    ["-n", "-M", "prepared", "-c", String(clients), "-j", "2", "-T", String(seconds), "-f", script, url],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
  )
  return { perSecond: Number(/tps = ([\d.]+)/.exec(output)?.[1]) }
}

async function barePg(statements: string[], url: string, clients: number, seconds: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: clients })
  const { perSecond } = await measure(clients, seconds, async () => {
    const client = await pool.connect()
    for (const text of statements) await client.query({ text, name: text })
    client.release()
  })
  await pool.end()
  return perSecond
}
