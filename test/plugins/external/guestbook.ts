import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Test } from "tap"

const migration = `
create table guestbook (
  organisation_id bigint not null references organisations,
  order_id bigint not null,
  thanked_at timestamptz,
  primary key (organisation_id, order_id),
  foreign key (organisation_id, order_id) references orders
);
call protect_tenant('guestbook');
`

/** A module as somebody else would write it: plain JavaScript, none of our files imported. */
const program = `
import { fileURLToPath } from "node:url"

export default {
  name: "guestbook",
  dependencies: ["accounts", "venues", "catalogue", "inventory", "orders"],
  migrations: fileURLToPath(new URL("./migrations", import.meta.url)),
  permissions: { "guestbook:read": ["box_office"] },
  menu: [
    { label: { fr: "Livre d’or", en: "Guest book" }, path: "/guestbook", permission: "guestbook:read", order: 65 },
  ],
  problems: {
    not_welcome: { fr: { title: "Vous n’êtes pas le bienvenu" }, en: { title: "You are not welcome" } },
  },
  jobs: {
    async "guestbook.thank"(app, { organisationId, orderId }) {
      const db = app.databases.forOrganisation(organisationId)
      await db.updateTable("guestbook").set({ thanked_at: new Date() }).where("order_id", "=", orderId).execute()
    },
  },
  register(app) {
    app.events.on("order.paid", async (trx, { organisationId, orderId }) => {
      const order = await trx.selectFrom("orders").select("email").where("id", "=", orderId).executeTakeFirstOrThrow()
      if (order.email.startsWith("unwelcome")) throw app.problem(409, "not_welcome")
      await trx.insertInto("guestbook").values({ organisation_id: organisationId, order_id: orderId }).execute()
      await app.enqueue(trx, "guestbook.thank", { organisationId, orderId })
    })
    app.get(
      "/api/v1/organisations/:org/guestbook",
      { config: { access: { permission: "guestbook:read" } }, schema: { tags: ["Guest book"], summary: "Who came" } },
      async (request) => ({
        data: await request.db.selectFrom("guestbook").select(["order_id as orderId", "thanked_at as thankedAt"]).execute(),
        nextCursor: null,
      }),
    )
  },
}
`

/** A folder outside the repository with these files; answers where one of them is. */
export function folderOutside(t: Test, files: Record<string, string>): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), "outside-"))
  t.teardown(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return (name) => join(folder, name)
}

export function guestbook(t: Test): string {
  return folderOutside(t, { "guestbook.mjs": program, "migrations/0001-guestbook.sql": migration })(
    "guestbook.mjs",
  )
}
