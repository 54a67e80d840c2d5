import type { Trx } from "../../server/database.ts"
import { postMail } from "../../server/mail.ts"
import { formatMoney } from "../../templates/format.ts"
import { renderPage } from "../../templates/render.ts"
import { texts } from "./texts.ts"

/** Tells who paid that the money goes back, and why: written with the decision, sent once. */
export async function postUnservedMail(
  trx: Trx,
  publicUrl: string,
  { organisationId, orderId, paymentId }: { organisationId: string; orderId: string; paymentId: string },
): Promise<void> {
  const [organisation, order, payment] = await Promise.all([
    trx
      .selectFrom("organisations")
      .select(["name", "email"])
      .where("id", "=", organisationId)
      .executeTakeFirstOrThrow(),
    trx.selectFrom("orders").selectAll().where("id", "=", orderId).executeTakeFirstOrThrow(),
    trx.selectFrom("payments").selectAll().where("id", "=", paymentId).executeTakeFirstOrThrow(),
  ])
  if (order.email === null) return
  const t = texts[order.locale]
  const amount = formatMoney(payment.amount, payment.currency, order.locale)
  const why = order.status === "paid" ? t.twice(amount, order.number) : t.tooLate(amount, order.number)
  const url = `${publicUrl}/orders/${order.token}`
  await postMail(trx, organisationId, {
    reference: `payment:${paymentId}:unserved`,
    recipient: order.email,
    senderName: organisation.name,
    replyTo: organisation.email,
    subject: t.refundSubject(organisation.name, order.number),
    text: [t.hello(order.first_name), why, t.givenBack, `${t.online}\n${url}`, organisation.name].join(
      "\n\n",
    ),
    html: renderPage(
      <html lang={order.locale}>
        <body>
          <p>{t.hello(order.first_name)}</p>
          <p>{why}</p>
          <p>{t.givenBack}</p>
          <p>
            {t.online}
            <br />
            <a href={url}>{url}</a>
          </p>
          <p>{organisation.name}</p>
        </body>
      </html>,
    ),
  })
}
