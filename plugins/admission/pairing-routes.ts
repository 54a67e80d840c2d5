import { Type } from "typebox"
import type { App } from "../../server/plugin.ts"
import { deviceOfRequest } from "./devices.ts"
import { doorPerformances } from "./door-performances.ts"
import { pair } from "./pairing.ts"

const Text = Type.String()

/** How a phone becomes a scanner, and what it may check. */
export function registerPairingRoutes(app: App): void {
  app.post(
    "/api/v1/door/pairings",
    {
      config: { access: "public" },
      schema: {
        tags: ["Door"],
        summary: "Use the code of a pairing, once: the scanner's token",
        body: Type.Object({ code: Type.String({ maxLength: 100 }) }, { additionalProperties: false }),
        response: {
          201: Type.Object({
            token: Text,
            organisation: Type.Object({
              ...{ slug: Text, name: Text },
              training: Type.Boolean({ description: "there to practise: nothing it admits is real" }),
            }),
            device: Type.Object({ id: Text, name: Text, gate: Type.Union([Text, Type.Null()]) }),
            keys: Type.Array(Type.Object({ keyId: Type.Integer(), publicKey: Text })),
          }),
        },
      },
    },
    async (request, reply) => {
      const { token, organisationId, ...device } = await pair(app.databases, request.body.code)
      const by = `device:${device.id}`
      await app.journal.noteNow({ organisationId, kind: "device_paired", by, about: { device: device.id } })
      const { slug, name, trainingOf } = await app.identity.organisationById(organisationId)
      const db = app.databases.forOrganisation(organisationId)
      const keys = await db
        .selectFrom("signing_keys")
        .select(["key_id", "public_key"])
        .orderBy("key_id")
        .execute()
      return reply
        .code(201)
        .header("cache-control", "no-store")
        .send({
          token,
          organisation: { slug, name, training: trainingOf !== null },
          device,
          keys: keys.map(({ key_id, public_key }) => ({
            keyId: key_id,
            publicKey: public_key.toString("base64url"),
          })),
        })
    },
  )

  app.get(
    "/api/v1/organisations/:org/door",
    {
      config: { access: { permission: "scan" } },
      schema: {
        tags: ["Door"],
        summary: "What may be checked these days, by who asks",
        response: {
          200: Type.Object({
            performances: Type.Array(
              Type.Object({
                id: Text,
                title: Type.Record(Text, Text),
                venue: Text,
                timezone: Text,
                startsAt: Text,
                opensAt: Text,
                closesAt: Text,
                entered: Type.Integer(),
                expected: Type.Integer(),
              }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const allowed = deviceOfRequest(request)?.performanceIds?.map(String)
      const performances = await doorPerformances(request.db)
      return {
        performances: performances
          .filter(({ id }) => !allowed || allowed.includes(id))
          .map(({ startsAt, opensAt, closesAt, title, ...one }) => ({
            ...one,
            title: title as Record<string, string>,
            startsAt: startsAt.toISOString(),
            opensAt: opensAt.toISOString(),
            closesAt: closesAt.toISOString(),
          })),
      }
    },
  )
}
