import type { FastifyInstance, FastifyRequest } from "fastify"
import { sql } from "kysely"
import type { Identity, Organisation, Principal } from "../../server/access.ts"
import type { OrganisationRow } from "./tables.ts"
import { membershipsOf } from "./users.ts"

const organisationSeconds = 5

/** Who is who, from the tables of accounts. Organisations are remembered for a few seconds: every request needs one. */
export function createIdentity(app: FastifyInstance): Identity {
  const db = app.databases.system
  const remembered = new Map<string, { at: number; organisation: Organisation | undefined }>()
  return {
    forget: () => remembered.clear(),

    async organisationBySlug(slug) {
      const known = remembered.get(slug)
      if (known && Date.now() - known.at < organisationSeconds * 1000) return known.organisation
      const row = await selectOrganisations(app).where("slug", "=", slug).executeTakeFirst()
      const organisation = row && toOrganisation(row)
      if (remembered.size > 1000) remembered.clear()
      remembered.set(slug, { at: Date.now(), organisation })
      return organisation
    },

    async organisationById(id) {
      return toOrganisation(await selectOrganisations(app).where("id", "=", id).executeTakeFirstOrThrow())
    },

    async organisationIds() {
      const rows = await db.selectFrom("organisations").select("id").orderBy("id").execute()
      return rows.map((row) => row.id)
    },

    async organisationsOf(user) {
      const memberships = await membershipsOf(db, user)
      return memberships.map(({ organisation, role }) => ({ ...organisation, role }))
    },

    async principalOf(request) {
      for (const read of app.otherCredentials) {
        const principal = await read(request)
        if (principal) return principal
      }
      return userOf(request)
    },

    async roleIn(userId, { id, trainingOf }) {
      // Who works for an organisation may practise in its twin.
      const organisationId = trainingOf?.id ?? id
      const row = await app.databases
        .forOrganisation(organisationId)
        .selectFrom("memberships")
        .select("role")
        .where("organisation_id", "=", organisationId)
        .where("user_id", "=", userId)
        .where((eb) => eb.or([eb("until", "is", null), eb("until", ">", sql<Date>`now()`)]))
        .executeTakeFirst()
      return row?.role
    },
  }

  async function userOf(request: FastifyRequest): Promise<Principal | undefined> {
    try {
      await request.jwtVerify()
    } catch {
      return undefined
    }
    const { sub, at } = request.user
    if (!/^\d{1,18}$/.test(sub) || !Number.isInteger(at)) return undefined
    // On the connections that the request goes on with: one that has to change organisations asks the database twice.
    const { currentOrganisation } = request
    const asked = currentOrganisation ? app.databases.forOrganisation(currentOrganisation.id) : db
    const user = await asked
      .selectFrom("users")
      .select(["id", "email", "name", "administrator"])
      .where("id", "=", sub)
      .where("sessions_valid_from", "<=", new Date(at))
      .executeTakeFirst()
    return user && { kind: "user", user }
  }
}

export function selectOrganisations(app: FastifyInstance) {
  return app.databases.system
    .selectFrom("organisations")
    .select([
      "id",
      "slug",
      "name",
      "timezone",
      "currency",
      "locale",
      "siret",
      "licences",
      "vat_liable",
      "address",
      "email",
      "accent",
      "welcome",
      "conditions",
    ])
    .select((eb) => eb("logo", "is not", null).as("has_logo"))
    .select(
      sql<
        Organisation["trainingOf"]
      >`(select jsonb_build_object('id', r.id::text, 'slug', r.slug, 'name', r.name)
        from organisations r where r.id = organisations.training_of)`.as("training_of"),
    )
}

type Row = Omit<OrganisationRow, "logo" | "logo_type" | "created_at" | "training_of"> & {
  has_logo: unknown
  training_of: Organisation["trainingOf"]
}

export function toOrganisation(row: Row): Organisation {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    timezone: row.timezone,
    currency: row.currency,
    locale: row.locale,
    legal: { ...(row.siret ? { siret: row.siret } : {}), licences: row.licences, vatLiable: row.vat_liable },
    address: row.address,
    email: row.email,
    accent: row.accent,
    welcome: row.welcome,
    conditions: row.conditions,
    hasLogo: row.has_logo === true,
    trainingOf: row.training_of,
  }
}
