import { sql } from "kysely"
import type { Databases } from "../../server/database.ts"
import { listPage, type Page } from "../../server/list-page.ts"
import { containsWords } from "../../server/search.ts"

/** "kept": nothing is to send it, because no mail server was configured when its turn came. */
export type MailState = "sent" | "waiting" | "failed" | "kept"

export interface MailRow {
  id: string
  recipient: string
  subject: string
  createdAt: Date
  sentAt: Date | null
  state: MailState
}

export interface ListMailsInput {
  organisationId: string
  /** Words of the recipient or the subject. */
  q?: string
  only?: "sent" | "unsent"
  cursor?: string | undefined
  limit?: number
  counted?: boolean
}

/** The mails of an organisation, the newest first. */
export async function listMails(databases: Databases, input: ListMailsInput): Promise<Page<MailRow>> {
  const { organisationId, q = "", only } = input
  const query = databases
    .forOrganisation(organisationId)
    .selectFrom("mails")
    .select(["mails.id", "mails.recipient", "mails.subject"])
    .select(["mails.created_at as createdAt", "mails.sent_at as sentAt"])
    .$if(only === "sent", (narrowed) => narrowed.where("mails.sent_at", "is not", null))
    .$if(only === "unsent", (narrowed) => narrowed.where("mails.sent_at", "is", null))
    .$if(q.trim() !== "", (narrowed) =>
      narrowed.where(containsWords(sql`concat_ws(' ', mails.recipient, mails.subject)`, q)),
    )
  const page = await listPage(query, {
    order: { expression: sql.ref("mails.created_at"), type: "timestamptz" },
    direction: "desc",
    id: sql.ref("mails.id"),
    cursor: input.cursor,
    limit: input.limit,
    counted: input.counted,
  })
  const states = await statesOf(databases, organisationId, page.data)
  return { ...page, data: page.data.map((mail) => ({ ...mail, state: states.get(mail.id) ?? "kept" })) }
}

/** What is known of the sending of mails: a mail that is neither sent nor in the outbox is kept. */
export async function statesOf(
  databases: Databases,
  organisationId: string,
  mails: readonly { id: string; sentAt: Date | null }[],
): Promise<Map<string, MailState>> {
  const unsent = mails.filter(({ sentAt }) => sentAt === null).map(({ id }) => id)
  const { rows } = await sql<{ mailId: string; failed: boolean }>`
    select payload ->> 'mailId' as "mailId", bool_and(failed_at is not null) as failed from outbox
    where job = 'mail.send' and payload ->> 'organisationId' = ${organisationId}
      and payload ->> 'mailId' = any(${unsent}::text[]) group by 1`.execute(databases.system)
  const states = new Map<string, MailState>(
    rows.map(({ mailId, failed }) => [mailId, failed ? "failed" : "waiting"]),
  )
  for (const { id, sentAt } of mails) if (sentAt) states.set(id, "sent")
  return states
}
