import type { Test } from "tap"
import type { TestDatabase } from "../harness.ts"
import type { PostOffice } from "./post-office.ts"
import { waitUntil } from "./wait-until.ts"

/** Waits until nothing is left to do, then: each of so many paid orders has one PDF, one mail written and one received. */
export async function eachOrderServedOnce(
  t: Test,
  { owner }: Pick<TestDatabase, "owner">,
  office: PostOffice,
  orders: number,
): Promise<void> {
  await waitUntil(
    async () => {
      const { rows } = await owner.query(
        `select (select count(*)::int from outbox) as waiting, (select count(*)::int from mails where sent_at is not null) as sent`,
      )
      return rows[0].waiting === 0 && rows[0].sent >= orders
    },
    { seconds: 60, what: "an empty outbox" },
  )
  const { rows } = await owner.query(
    `select (select count(*)::int from orders where status = 'paid') as orders,
       (select count(*)::int from ticket_documents) as documents, (select count(*)::int from mails) as mails`,
  )
  t.same(rows, [{ orders, documents: orders, mails: orders }])
  t.equal(new Set(office.mails.map((mail) => mail.messageId)).size, orders, "mails received, by their name")
  t.equal(office.mails.length, orders, "none of them twice")
  for (const mail of office.mails)
    if (mail.attachments.length !== 2) t.fail(`${mail.subject} lacks its tickets`)
}
