import type { ColumnType } from "kysely"
import nodemailer, { type Transporter } from "nodemailer"
import type { CreatedAt, Databases, GeneratedId, Timestamp, Trx } from "./database.ts"
import { enqueue } from "./outbox.ts"

/** Personal data: the addresses and the texts of mails. */
export interface MailTable {
  organisation_id: string
  id: GeneratedId
  /** Says what the mail is about ("order:12:tickets"): one mail per reference, ever. */
  reference: string
  recipient: string
  sender_name: string
  reply_to: string | null
  subject: string
  text: string
  html: string | null
  attachments: ColumnType<MailAttachment[], string, never>
  created_at: CreatedAt
  sent_at: Timestamp | null
}

declare module "./database.ts" {
  interface Database {
    mails: MailTable
  }
}

/** A file of the mail, named by what can make it: the bytes are read when the mail leaves. */
export interface MailAttachment {
  filename: string
  contentType: string
  source: string
  key: string
}

export interface NewMail {
  reference: string
  recipient: string
  senderName: string
  replyTo?: string | null
  subject: string
  text: string
  html?: string | null
  attachments?: MailAttachment[]
}

export type AttachmentSource = (organisationId: string, key: string) => Promise<Uint8Array>

/** Writes a mail to be sent after the commit. A second one with the same reference is not written. */
export async function postMail(trx: Trx, organisationId: string, mail: NewMail): Promise<void> {
  const row = await trx
    .insertInto("mails")
    .values({
      organisation_id: organisationId,
      reference: mail.reference,
      recipient: mail.recipient,
      sender_name: mail.senderName,
      reply_to: mail.replyTo ?? null,
      subject: mail.subject,
      text: mail.text,
      html: mail.html ?? null,
      attachments: JSON.stringify(mail.attachments ?? []),
      sent_at: null,
    })
    .onConflict((conflict) => conflict.columns(["organisation_id", "reference"]).doNothing())
    .returning("id")
    .executeTakeFirst()
  if (row) await enqueue(trx, "mail.send", { organisationId, mailId: row.id })
}

/** Sends mails over SMTP, or keeps them in the database when the operator has configured none. */
export class Mailer {
  readonly #databases: Databases
  readonly #transport: Transporter | undefined
  readonly #from: string
  readonly #sources = new Map<string, AttachmentSource>()

  constructor(databases: Databases, smtpUrl: string | undefined, from: string) {
    this.#databases = databases
    this.#from = from
    this.#transport = smtpUrl ? nodemailer.createTransport(smtpUrl) : undefined
  }

  get sends(): boolean {
    return this.#transport !== undefined
  }

  /** Registers what can make the attachments of one kind. */
  attach(source: string, load: AttachmentSource): void {
    this.#sources.set(source, load)
  }

  /** Throws when the SMTP server does not answer or refuses the credentials. */
  async verify(): Promise<void> {
    await this.#transport?.verify()
  }

  /**
   * Sends one mail if it has not been sent. The row is locked while it leaves, so that two workers never send it twice;
   * the Message-ID is always the same, so that a mail sent just before a crash and sent again is one to its receiver.
   */
  async send(organisationId: string, mailId: string): Promise<void> {
    const transport = this.#transport
    if (!transport) return
    await this.#databases
      .forOrganisation(organisationId)
      .transaction()
      .execute(async (trx) => {
        const mail = await trx
          .selectFrom("mails")
          .selectAll()
          .where("id", "=", mailId)
          .where("sent_at", "is", null)
          .forUpdate()
          .executeTakeFirst()
        if (!mail) return
        const address = /<([^>]+)>/.exec(this.#from)?.[1] ?? this.#from
        const message = {
          messageId: `<parterre-${organisationId}-${mailId}@${address.split("@")[1] ?? "localhost"}>`,
          from: { name: mail.sender_name, address },
          to: mail.recipient,
          ...(mail.reply_to ? { replyTo: mail.reply_to } : {}),
          subject: mail.subject,
          text: mail.text,
          ...(mail.html ? { html: mail.html } : {}),
          attachments: await Promise.all(mail.attachments.map((file) => this.#load(organisationId, file))),
        }
        await transport.sendMail(message).catch((error: SmtpError) => {
          throw withoutNames(error)
        })
        await trx
          .updateTable("mails")
          .set({ sent_at: new Date() })
          .where("organisation_id", "=", organisationId)
          .where("id", "=", mailId)
          .execute()
      })
  }

  async #load(organisationId: string, file: MailAttachment) {
    const content = await this.open(organisationId, file)
    return { filename: file.filename, contentType: file.contentType, content }
  }

  /** The bytes of an attachment. Throws while they can't be made. */
  async open(organisationId: string, file: MailAttachment): Promise<Buffer> {
    const load = this.#sources.get(file.source)
    if (!load) throw new Error(`nothing makes attachments of kind ${file.source}`)
    return Buffer.from(await load(organisationId, file.key))
  }

  close(): void {
    this.#transport?.close()
  }
}

interface SmtpError extends Error {
  responseCode?: number
  response?: string
  command?: string
}

/** What the mail server answered, without its words: they quote the address. Goes to the log and to the failed job. */
function withoutNames(error: SmtpError): Error {
  const { responseCode, response = "", command = "?" } = error
  if (responseCode === undefined) return error
  const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(response)?.[0]
  return new Error(
    `the mail server answered ${[responseCode, status].filter(Boolean).join(" ")} to ${command}`,
  )
}
