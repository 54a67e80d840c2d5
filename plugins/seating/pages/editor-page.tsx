import { PageParams } from "../../../server/admin-form.ts"
import { adminPage } from "../../../server/admin-page.tsx"
import type { App } from "../../../server/plugin.ts"
import { planDetails } from "./plan-details.ts"
import { texts } from "./texts.ts"

/** The page that the browser turns into the editor of a plan. */
export function registerEditorPage(app: App): void {
  app.get(
    "/admin/:org/seating-plans/:id/edit",
    {
      config: { access: { permission: "seating:write" }, page: true },
      schema: { params: PageParams },
    },
    async (request, reply) => {
      const { id } = request.params
      const { slug } = request.organisation
      const plan = await planDetails(request.db, id)
      const picture = await request.db
        .selectFrom("seating_pictures")
        .select("plan_id")
        .where("plan_id", "=", id)
        .executeTakeFirst()
      const t = texts[request.locale]
      const api = `/api/v1/organisations/${slug}/seating-plans/${id}`
      return adminPage(
        request,
        reply,
        {
          title: t.editTitle(plan.name),
          current: "/seating-plans",
          scripts: ["seating-editor.js"],
          styles: ["seating-editor-page.css"],
        },
        <div
          class="plan-editor"
          data-plan-editor
          data-draft={`${api}/draft`}
          data-versions={`${api}/versions`}
          data-picture={`${api}/picture`}
          data-has-picture={picture ? "" : undefined}
          data-plan={`/admin/${slug}/seating-plans/${id}`}
          data-csrf={reply.generateCsrf()}
        >
          <h1>{plan.name}</h1>
          <p>{t.loading}</p>
          <noscript>{t.needsScript}</noscript>
        </div>,
      )
    },
  )
}
