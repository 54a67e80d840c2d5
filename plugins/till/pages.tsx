import { Type } from "typebox"
import { themeUrl } from "../../server/admin-page.tsx"
import { assetUrl } from "../../server/assets.ts"
import type { App } from "../../server/plugin.ts"
import { TillLayout } from "../../templates/layouts/index.ts"
import type { TillConfig, TillMethod } from "../../templates/till-screen.ts"
import { methodNamed } from "./methods.ts"
import { readSettings } from "./settings.ts"
import { texts } from "./texts.ts"
import { allTills } from "./tills.ts"
import { personOf } from "./use-session.ts"

/** The till screen: one page, the rest is its script. */
export function registerPages(app: App): void {
  const config = { access: { permission: "sell" }, page: true } as const

  app.get("/admin/:org/till", { config }, async (request, reply) =>
    reply.redirect(`/till/${request.organisation.slug}`, 303),
  )

  app.get(
    "/till/:org",
    { config, schema: { params: Type.Object({ org: Type.String() }) } },
    async (request, reply) => {
      const { organisation, locale, db } = request
      const userId = personOf(request.principal)
      const [settings, tills, session] = await Promise.all([
        readSettings(db),
        allTills(db),
        db
          .selectFrom("till_sessions as s")
          .innerJoin("tills as t", (join) =>
            join.onRef("t.organisation_id", "=", "s.organisation_id").onRef("t.id", "=", "s.till_id"),
          )
          .select(["s.id", "t.name as till", "s.number"])
          .where("s.user_id", "=", userId)
          .where("s.closed_at", "is", null)
          .orderBy("s.opened_at", "desc")
          .executeTakeFirst(),
      ])
      const t = texts[locale]
      const till: TillConfig = {
        api: `/api/v1/organisations/${organisation.slug}`,
        home: `/admin/${organisation.slug}`,
        csrf: reply.generateCsrf(),
        locale,
        currency: organisation.currency,
        person: request.principal.kind === "user" ? request.principal.user.name : "",
        methods: settings.methods.flatMap((code): TillMethod[] => {
          const method = methodNamed(code)
          if (!method) return []
          const { key, givesChange, note, faceValues } = method
          return [{ code, label: method.label[locale], key, givesChange, note, faceValues }]
        }),
        session: session ?? null,
        tills: tills.map(({ ref, name, heldBy }) => ({ ref, name, heldBy })),
        practise:
          app.hasPlugin("training") && !organisation.trainingOf
            ? `/admin/${organisation.slug}/training`
            : null,
        words: t.screen,
      }
      return reply.page(
        <TillLayout
          locale={locale}
          currency={organisation.currency}
          timeZone={organisation.timezone}
          title={`${t.title} · ${organisation.name}`}
          css={assetUrl("till-page.css")}
          theme={themeUrl(organisation)}
          scripts={[assetUrl("till.js")]}
          till={till}
        />,
      )
    },
  )
}
