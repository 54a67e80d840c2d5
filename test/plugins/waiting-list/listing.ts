import { followOffers, offerPlaces } from "../../../plugins/waiting-list/offer-places.ts"
import { inEachOrganisation } from "../../../server/housekeeping.ts"
import type { App } from "../../../server/plugin.ts"
import type { TestApp, TestPerformance } from "../../harness.ts"
import { postForm } from "../../support/forms.ts"

/** Joins the list of a performance's zone; answers where the link of the mail leads, with its token. */
export async function join(
  { app, owner }: Pick<TestApp, "app" | "owner">,
  { performanceId, prices }: TestPerformance,
  email: string,
  places = 1,
): Promise<string> {
  const answer = await postForm(app, `/theatre/performances/${performanceId}/waiting-list`, {
    [`quantity[${prices.plein}]`]: String(places),
    email,
  })
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return linkIn(owner, email, "confirm")
}

export async function linkIn(
  owner: TestApp["owner"],
  email: string,
  kind: "confirm" | "offer",
): Promise<string> {
  const { rows } = await owner.query<{ text: string }>(
    "select text from mails where recipient = $1 and reference like $2 order by id desc limit 1",
    [email, `waiting-list:%:${kind}`],
  )
  const [, path = ""] = /http:\/\/[^/]+(\/\S+)/.exec(rows[0]?.text ?? "") ?? []
  if (path === "") throw new Error(`no ${kind} mail to ${email}`)
  return path
}

/** On the list, and confirmed. */
export async function wait(
  cast: Pick<TestApp, "app" | "owner">,
  performance: TestPerformance,
  email: string,
  places = 1,
): Promise<string> {
  const link = await join(cast, performance, email, places)
  const answer = await postForm(cast.app, `${link}/confirmation`, {})
  if (answer.statusCode !== 303) throw new Error(answer.body)
  return link
}

/** What the clock does every few seconds. */
export async function sweep(app: App): Promise<void> {
  await inEachOrganisation(app, async (db, organisationId) => {
    await followOffers(db)
    await offerPlaces(app, db, organisationId)
  })
}

export async function states({ owner }: Pick<TestApp, "owner">): Promise<Record<string, string>> {
  const { rows } = await owner.query<{ email: string; state: string }>(
    "select email, state from waiting_list_entries order by id",
  )
  return Object.fromEntries(rows.map(({ email, state }) => [email, state]))
}
