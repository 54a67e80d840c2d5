import { Type } from "typebox"
import type { App } from "../../server/plugin.ts"
import { selectOrganisations, toOrganisation } from "./identity.ts"
import type { NotedSignIn } from "./note-sign-ins.ts"
import { createOrganisation, NewOrganisation } from "./organisations.ts"
import { membershipsOf } from "./users.ts"

const UserAnswer = Type.Object({ id: Type.String(), email: Type.String(), name: Type.String() })

/** Sign-in and organisations over the API. */
export function registerRoutes(app: App, signIn: NotedSignIn): void {
  app.post(
    "/api/v1/auth/login",
    {
      config: { access: "public" },
      schema: {
        summary: "Sign in",
        tags: ["Sign in"],
        body: Type.Object({
          email: Type.String({ maxLength: 254 }),
          password: Type.String({ maxLength: 200 }),
        }),
        response: {
          200: Type.Object({ token: Type.String(), expiresAt: Type.String(), user: UserAnswer }),
        },
      },
    },
    async (request) => {
      const user = await signIn({ ...request.body, address: request.ip })
      const { token, expiresAt } = app.signIn(user.id)
      return {
        token,
        expiresAt: expiresAt.toISOString(),
        user: { id: user.id, email: user.email, name: user.name },
      }
    },
  )

  app.get(
    "/api/v1/me",
    {
      config: { access: "user" },
      schema: {
        summary: "Who I am and where I work",
        tags: ["Sign in"],
        response: {
          200: Type.Object({
            user: UserAnswer,
            memberships: Type.Array(
              Type.Object({
                organisation: Type.Object({ slug: Type.String(), name: Type.String() }),
                role: Type.String(),
              }),
            ),
          }),
        },
      },
    },
    async (request) => {
      if (request.principal.kind !== "user") throw new Error("a device has no memberships")
      const { user } = request.principal
      return {
        user: { id: user.id, email: user.email, name: user.name },
        memberships: await membershipsOf(app.databases.system, user),
      }
    },
  )

  app.post(
    "/api/v1/organisations",
    {
      config: { access: "administrator" },
      schema: {
        summary: "Create an organisation",
        tags: ["Setting up"],
        body: NewOrganisation,
        response: { 201: Type.Object({ id: Type.String(), slug: Type.String() }) },
      },
    },
    async (request, reply) => {
      const created = await createOrganisation(app.databases.system, request.body)
      app.identity.forget()
      return reply.code(201).send(created)
    },
  )

  app.get(
    "/api/v1/organisations",
    {
      config: { access: "user" },
      schema: {
        summary: "The organisations where I work",
        tags: ["Setting up"],
        response: {
          200: Type.Object({
            data: Type.Array(
              Type.Object({
                id: Type.String(),
                slug: Type.String(),
                name: Type.String(),
                timezone: Type.String(),
                currency: Type.String(),
                locale: Type.String(),
                legal: Type.Object({
                  siret: Type.Optional(Type.String()),
                  licences: Type.Array(Type.String()),
                  vatLiable: Type.Boolean(),
                }),
              }),
            ),
            nextCursor: Type.Union([Type.String(), Type.Null()]),
          }),
        },
      },
    },
    async (request) => {
      if (request.principal.kind !== "user") throw new Error("a device has no memberships")
      const mine = await app.identity.organisationsOf(request.principal.user)
      const slugs = mine.map(({ slug }) => slug)
      const rows = slugs.length
        ? await selectOrganisations(app).where("slug", "in", slugs).orderBy("name").execute()
        : []
      const data = rows.map(toOrganisation).map(({ id, slug, name, timezone, currency, locale, legal }) => ({
        id,
        slug,
        name,
        timezone,
        currency,
        locale,
        legal,
      }))
      return { data, nextCursor: null }
    },
  )
}
