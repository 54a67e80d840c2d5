import type { FastifyInstance, FastifyRequest } from "fastify"
import fp from "fastify-plugin"
import type { Db } from "./database.ts"
import type { Plugin } from "./plugin.ts"
import { problem } from "./problem.ts"

export const memberRoles = ["manager", "box_office", "accounting", "door", "inspector"] as const
export type MemberRole = (typeof memberRoles)[number]

/** A legal entity that sells, as each request needs it. */
export interface Organisation {
  id: string
  slug: string
  name: string
  timezone: string
  currency: string
  locale: "fr" | "en"
  legal: { siret?: string; licences: string[]; vatLiable: boolean }
  address: string | null
  /** Where spectators write to. */
  email: string | null
  /** Conditions of sale, printed on tickets. */
  conditions: string | null
  /** The colour the organisation chose, as #rrggbb. */
  accent: string | null
  welcome: string | null
  hasLogo: boolean
  /** Set for an organisation that is there to practise in: whose twin it is. */
  trainingOf: { id: string; slug: string; name: string } | null
}

export interface User {
  id: string
  email: string
  name: string
  administrator: boolean
}

/** Who asks: a person of the staff, or a device with a few rights in one organisation. */
export type Principal =
  | { kind: "user"; user: User }
  | { kind: "device"; id: string; name: string; organisationId: string; permissions: readonly string[] }

/** Who does something, as it is kept with what they did: "user:12" or "device:3". */
export function actorOf(principal: Principal): string {
  return principal.kind === "user" ? `user:${principal.user.id}` : `device:${principal.id}`
}

/** Who may call a route. Each route declares it; one that does not stops the boot. */
export type Access =
  | "public"
  /** Anyone signed in. */
  | "user"
  /** The instance's administrator. */
  | "administrator"
  /** Staff of the organisation in the path (`:org`), or a device of it, who has this permission. */
  | { permission: string }

/** Who is who: offered by the module that keeps organisations and users. */
export interface Identity {
  /** Drops what is remembered of organisations, after one was changed. */
  forget(): void
  organisationBySlug(slug: string): Promise<Organisation | undefined>
  /** Throws when there is none: ids come from our own rows. */
  organisationById(id: string): Promise<Organisation>
  /** The principal of a bearer token or session cookie; undefined when there is none or it is no longer good. */
  principalOf(request: FastifyRequest): Promise<Principal | undefined>
  organisationIds(): Promise<string[]>
  /** The organisations where this person works; all of them for the administrator. */
  organisationsOf(user: User): Promise<{ slug: string; name: string; role: string }[]>
  /** Undefined too for an access that has ended. */
  roleIn(
    userId: string,
    organisation: Pick<Organisation, "id" | "trainingOf">,
  ): Promise<MemberRole | undefined>
}

declare module "fastify" {
  interface FastifyContextConfig {
    access?: Access
    /** The route answers a person with a page: errors are pages too. */
    page?: boolean
    /** For a route that is no GET and changes nothing all the same: those who only look may call it. */
    changesNothing?: boolean
  }
  interface FastifyRequest {
    /** The organisation of the path. Throws on a route without `:org`. */
    readonly organisation: Organisation
    /** The database as the path's organisation sees it. */
    readonly db: Db
    /** Who asks, on a route that is not public. */
    readonly principal: Principal
    currentOrganisation: Organisation | null
    currentPrincipal: Principal | null
    currentRole: MemberRole | null
    /** Whether who asks has this permission in the path's organisation. */
    can(permission: string): boolean
  }
  interface FastifyInstance {
    identity: Identity
    /** Other ways to say who asks than a signed session: a module that knows devices adds its own. */
    otherCredentials: ((request: FastifyRequest) => Promise<Principal | undefined>)[]
    permissions: ReadonlyMap<string, readonly MemberRole[]>
    /** Every route with who may call it, for the tests and the documentation. */
    declaredRoutes: { method: string; url: string; access: Access; page: boolean }[]
  }
}

/** Makes every route declare who may call it, and holds it to that before the handler runs. */
export const access = (plugins: readonly Plugin[]) =>
  fp(
    async (app: FastifyInstance) => {
      const permissions = new Map(plugins.flatMap((plugin) => Object.entries(plugin.permissions ?? {})))
      app.decorate("permissions", permissions)
      app.decorate("declaredRoutes", [])
      app.decorate("otherCredentials", [])
      app.decorateRequest("currentOrganisation", null)
      app.decorateRequest("currentPrincipal", null)
      app.decorateRequest("currentRole", null)
      app.decorateRequest("organisation", {
        getter(this: FastifyRequest) {
          if (!this.currentOrganisation) throw new Error(`no organisation on ${this.routeOptions.url}`)
          return this.currentOrganisation
        },
      })
      app.decorateRequest("db", {
        getter(this: FastifyRequest) {
          return this.server.databases.forOrganisation(this.organisation.id)
        },
      })
      app.decorateRequest("principal", {
        getter(this: FastifyRequest) {
          if (!this.currentPrincipal) throw new Error(`no principal on ${this.routeOptions.url}`)
          return this.currentPrincipal
        },
      })
      app.decorateRequest("can", function (this: FastifyRequest, permission: string) {
        return holds(this, permission, permissions)
      })

      app.addHook("onRoute", (route) => {
        const declared = route.config?.access
        if (!declared) throw new Error(`${route.method} ${route.url} does not declare who may call it`)
        if (typeof declared === "object" && !permissions.has(declared.permission))
          throw new Error(
            `${route.method} ${route.url} asks for an unknown permission ${declared.permission}`,
          )
        for (const method of [route.method].flat())
          app.declaredRoutes.push({
            method,
            url: route.url,
            access: declared,
            page: route.config?.page ?? false,
          })
      })

      app.addHook("onRequest", async (request) => {
        const { config } = request.routeOptions
        const slug = (request.params as { org?: string } | null)?.org
        if (slug !== undefined) {
          const organisation = await app.identity.organisationBySlug(slug)
          if (!organisation) throw problem(404, "not_found")
          request.currentOrganisation = organisation
        }
        if (config.access === undefined || config.access === "public") return
        await authorise(request, config.access, permissions)
      })
    },
    { name: "access" },
  )

async function authorise(
  request: FastifyRequest,
  wanted: Exclude<Access, "public">,
  permissions: ReadonlyMap<string, readonly MemberRole[]>,
): Promise<void> {
  const principal = await request.server.identity.principalOf(request)
  if (!principal) throw problem(401, "unauthenticated")
  request.currentPrincipal = principal
  if (principal.kind === "user" && request.currentOrganisation)
    request.currentRole =
      (await request.server.identity.roleIn(principal.user.id, request.currentOrganisation)) ?? null
  const allowed =
    wanted === "user"
      ? principal.kind === "user"
      : wanted === "administrator"
        ? principal.kind === "user" && principal.user.administrator
        : holds(request, wanted.permission, permissions)
  if (!allowed || (changesSomething(request) && (await onlyLooks(request)))) throw problem(403, "forbidden")
}

function changesSomething({ method, routeOptions }: FastifyRequest): boolean {
  return method !== "GET" && method !== "HEAD" && routeOptions.config.changesNothing !== true
}

/** An inspector sees and changes nothing, whatever a module forgot to refuse; nor what belongs to no organisation. */
async function onlyLooks(request: FastifyRequest): Promise<boolean> {
  const principal = request.currentPrincipal
  if (principal?.kind !== "user" || principal.user.administrator) return false
  if (request.currentOrganisation) return request.currentRole === "inspector"
  const works = await request.server.identity.organisationsOf(principal.user)
  return works.length > 0 && works.every(({ role }) => role === "inspector")
}

function holds(
  request: FastifyRequest,
  permission: string,
  permissions: ReadonlyMap<string, readonly MemberRole[]>,
): boolean {
  const principal = request.currentPrincipal
  if (!principal || !request.currentOrganisation) return false
  if (principal.kind === "device")
    return (
      principal.organisationId === request.currentOrganisation.id &&
      principal.permissions.includes(permission)
    )
  if (principal.user.administrator || request.currentRole === "manager") return true
  return request.currentRole !== null && (permissions.get(permission) ?? []).includes(request.currentRole)
}
