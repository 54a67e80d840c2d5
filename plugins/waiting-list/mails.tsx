import type { Organisation } from "../../server/access.ts"
import type { Trx } from "../../server/database.ts"
import { postMail } from "../../server/mail.ts"
import type { App } from "../../server/plugin.ts"
import { formatDateLong } from "../../templates/format.ts"
import { renderPage } from "../../templates/render.ts"
import { inLocale } from "../catalogue/localised.ts"
import { entryToken } from "./entry-token.ts"
import { readEntry } from "./read-entry.ts"
import { texts } from "./texts.ts"

/** Who writes. */
export interface MailFrom {
  app: App
  organisation: Organisation
}

/** Asks whether it was them who joined. */
export async function postConfirmMail(trx: Trx, from: MailFrom, entryId: string): Promise<void> {
  const entry = await readEntry(trx, entryId)
  const t = texts[entry.locale]
  const event = inLocale(entry.title, entry.locale)
  await post(trx, from, entry, {
    reference: `waiting-list:${entryId}:confirm`,
    subject: t.confirmSubject(event),
    lines: [t.confirmText(t.what(entry.places, entry.zone), event, dateOf(entry, entry.startsAt))],
    after: [t.notYou],
    path: "",
  })
}

/** Offers the places of a cart: its secret is in this mail, and nowhere else. */
export async function postOfferMail(
  trx: Trx,
  from: MailFrom,
  entryId: string,
  cart: { secret: string; until: Date },
): Promise<void> {
  const entry = await readEntry(trx, entryId)
  const t = texts[entry.locale]
  const event = inLocale(entry.title, entry.locale)
  const what = t.what(entry.places, entry.zone)
  await post(trx, from, entry, {
    reference: `waiting-list:${entryId}:offer`,
    subject: t.offerSubject(event),
    lines: [t.offerText(what, event, dateOf(entry, entry.startsAt), dateOf(entry, cart.until))],
    after: [],
    path: `?cart=${cart.secret}`,
  })
}

type Read = Awaited<ReturnType<typeof readEntry>>

function dateOf({ locale, timezone: timeZone }: Read, date: Date): string {
  return formatDateLong(date, { locale, timeZone })
}

async function post(
  trx: Trx,
  { app, organisation }: MailFrom,
  entry: Read,
  mail: { reference: string; subject: string; lines: string[]; after: string[]; path: string },
): Promise<void> {
  const token = entryToken(app.secrets, organisation.id, entry.id)
  const url = `${app.config.publicUrl}/${organisation.slug}/waiting-list/${token}${mail.path}`
  const { hello } = texts[entry.locale]
  await postMail(trx, organisation.id, {
    reference: mail.reference,
    recipient: entry.email,
    senderName: organisation.name,
    replyTo: organisation.email,
    subject: mail.subject,
    text: [hello, ...mail.lines, url, ...mail.after, organisation.name].join("\n\n"),
    html: renderPage(
      <html lang={entry.locale}>
        <body>
          {[hello, ...mail.lines].map((line) => (
            <p>{line}</p>
          ))}
          <p>
            <a href={url}>{url}</a>
          </p>
          {[...mail.after, organisation.name].map((line) => (
            <p>{line}</p>
          ))}
        </body>
      </html>,
    ),
  })
}
