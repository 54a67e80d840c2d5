import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import t, { type Test } from "tap"
import { emptyDatabase } from "../support/empty-database.ts"
import { parterre } from "../support/program.ts"
import { testSecretKey } from "../support/secrets.ts"

/** A module from outside as of each of its versions; the second one splits a column, as real migrations do. */
function versionsOfPlugin(t: Test): { first: string; second: string } {
  const root = mkdtempSync(join(tmpdir(), "parterre-plugin-"))
  t.teardown(() => rmSync(root, { recursive: true }))
  const migrations = {
    "0001-members.sql": `
      create table members (organisation_id bigint not null, id bigint generated always as identity,
        name text not null, sponsor_id bigint, circle_id bigint, primary key (organisation_id, id),
        foreign key (organisation_id, sponsor_id) references members);
      create table circles (organisation_id bigint not null, id bigint generated always as identity, head_id bigint not null,
        shout text generated always as ('circle ' || id) stored, primary key (organisation_id, id),
        foreign key (organisation_id, head_id) references members);
      alter table members add foreign key (organisation_id, circle_id) references circles;
      call protect_tenant('members');
      call protect_tenant('circles');
      create function shout() returns trigger language plpgsql as $$ begin new.name = upper(new.name); return new; end $$;
      create trigger members_shout before insert on members for each row execute function shout();
      insert into members (organisation_id, name) values (1, 'of the first day');`,
    "0002-names.sql": `
      alter table members add column initial text;
      update members set initial = left(name, 1);
      alter table members alter column initial set not null;`,
  }
  const version = (name: string, files: (keyof typeof migrations)[]) => {
    const folder = join(root, name)
    mkdirSync(folder)
    for (const file of files) writeFileSync(join(folder, file), migrations[file])
    const plugin = { name: "club", dependencies: ["accounts"], migrations: folder }
    writeFileSync(join(folder, "index.mjs"), `export default ${JSON.stringify(plugin)}`)
    return join(folder, "index.mjs")
  }
  return {
    first: version("first", ["0001-members.sql"]),
    second: version("second", ["0001-members.sql", "0002-names.sql"]),
  }
}

t.test("a backup of an older version", async (t) => {
  const { first, second } = versionsOfPlugin(t)
  const secret = { SECRET_KEY: testSecretKey }
  const source = await emptyDatabase(t)
  const old = { ...secret, DATABASE_URL: source.url, PLUGINS: first }
  t.match(await parterre(t, ["migrate"], old), { code: 0 })
  await source.query(`
    insert into members (organisation_id, name) values (1, 'ada'), (1, 'grace');
    alter table members disable trigger members_shout;
    update members set sponsor_id = 3, name = 'Ada' where id = 2;
    insert into circles (organisation_id, head_id) values (1, 2);
    update members set circle_id = 1;
    alter table members enable always trigger members_shout`)
  const file = join(mkdtempSync(join(tmpdir(), "parterre-backup-")), "backup")
  t.teardown(() => rmSync(join(file, ".."), { recursive: true }))
  t.match(await parterre(t, ["backup", file], old), { code: 0 })

  await t.test("comes back and is brought to this version", async (t) => {
    const target = await emptyDatabase(t)
    const env = { ...secret, DATABASE_URL: target.url, PLUGINS: second }
    t.match(await parterre(t, ["restore", file], env), { code: 0 })
    const { rows } = await target.query("select id, name, initial, sponsor_id from members order by id")
    t.match(rows, [
      { id: "1", name: "OF THE FIRST DAY", initial: "O" },
      { id: "2", name: "Ada", initial: "A", sponsor_id: "3" },
      { id: "3", name: "GRACE", initial: "G" },
    ])
    const circles = await target.query("select shout from circles")
    t.match(circles.rows, [{ shout: "circle 1" }], "tables that point at each other come back")
    await t.rejects(
      target.query("insert into circles (organisation_id, head_id) values (1, 99)"),
      /foreign key/,
    )
    await target.query("insert into members (organisation_id, name, initial) values (1, 'alan', 'a')")
    const next = await target.query("select id, name from members order by id desc limit 1")
    t.match(next.rows, [{ id: "4", name: "ALAN" }], "numbers go on, and triggers work again")
  })
  await t.test("is refused where it would have to be brought back in time", async (t) => {
    const target = await emptyDatabase(t)
    const env = { ...secret, DATABASE_URL: target.url, PLUGINS: second }
    t.match(await parterre(t, ["migrate"], env), { code: 0 })
    t.match(await parterre(t, ["restore", file], env), {
      code: 1,
      err: "empty but at a newer version (module club)",
    })
  })
  await t.test("is refused without one of its modules", async (t) => {
    const target = await emptyDatabase(t)
    const env = { ...secret, DATABASE_URL: target.url }
    t.match(await parterre(t, ["restore", file], env), {
      code: 1,
      err: "data of the module club: add it to PLUGINS",
    })
    t.match(
      (await target.query("select to_regclass('users') as users")).rows,
      [{ users: null }],
      "nothing was made",
    )
  })
  await t.test("is refused by an older Parterre", async (t) => {
    t.match(await parterre(t, ["migrate"], { ...old, PLUGINS: second }), { code: 0 })
    const newer = `${file}-of-tomorrow`
    t.match(await parterre(t, ["backup", newer], { ...old, PLUGINS: second }), { code: 0 })
    const target = await emptyDatabase(t)
    const env = { ...secret, DATABASE_URL: target.url, PLUGINS: first }
    t.match(await parterre(t, ["restore", newer], env), {
      code: 1,
      err: /newer Parterre \(\S+, club\/0002-names\)/,
    })
  })
})
