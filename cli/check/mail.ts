import nodemailer from "nodemailer"
import type { Config } from "../../server/config.ts"
import { bad, doubt, type Finding, good } from "./finding.ts"

const patience = 10_000

/** Whether mails leave, and from whom. */
export async function* checkMail({ smtpUrl, mailFrom }: Config): AsyncGenerator<Finding> {
  if (!smtpUrl) return yield doubt("SMTP_URL is not set: mails are kept in the back office, none is sent.")
  const transport = nodemailer.createTransport({
    url: smtpUrl,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    dnsTimeout: patience,
  })
  try {
    await transport.verify()
    yield good(`The mail server ${new URL(smtpUrl).host} accepts us.`)
  } catch (error) {
    yield bad(`The mail server ${new URL(smtpUrl).host} can't be used: ${(error as Error).message}.`)
  } finally {
    transport.close()
  }
  if (/@localhost\b/.test(mailFrom))
    yield doubt("MAIL_FROM is not set: mails from tickets@localhost are often refused.")
}
