import pg from "pg"

/** What a database holds, in a form that can be compared: a digest of each table, and each rule that keeps it right. */
export async function contentOf(
  url: string,
  leftOut: readonly string[] = [],
): Promise<Record<string, unknown>> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
       and relname not like 'migrations\\_%' order by 1`,
    )
    const content: Record<string, unknown> = {}
    for (const { name } of rows.filter(({ name }) => !leftOut.includes(name))) {
      const digest = await client.query(
        `select count(*)::int as rows, md5(string_agg(r::text, e'\\n' order by r::text)) as md5 from ${name} r`,
      )
      content[name] = digest.rows[0]
    }
    for (const [what, query] of Object.entries(rules)) content[what] = (await client.query(query)).rows
    return content
  } finally {
    await client.end()
  }
}

const rules = {
  sequences: "select sequencename, last_value from pg_sequences where schemaname = 'public' order by 1",
  constraints: `select conrelid::regclass::text as table, conname, pg_get_constraintdef(oid), convalidated
    from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2`,
  triggers: `select tgrelid::regclass::text as table, tgname, tgenabled from pg_trigger
    where not tgisinternal order by 1, 2`,
  policies:
    "select tablename, policyname, qual, with_check from pg_policies where schemaname = 'public' order by 1, 2",
  indexes: "select indexname, indexdef from pg_indexes where schemaname = 'public' order by 1",
}
