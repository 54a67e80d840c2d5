import { Type } from "typebox"
import type { App } from "../../server/plugin.ts"
import { counterMethods } from "./methods.ts"
import { readSettings, saveSettings } from "./settings.ts"

const Settings = Type.Object(
  {
    methods: Type.Array(Type.Enum(counterMethods.map(({ code }) => code)), {
      minItems: 1,
      uniqueItems: true,
      description: "the methods of payment that the counters accept; of a régie, those of its founding act",
    }),
    cashCeiling: Type.Union([Type.Integer({ minimum: 1, maximum: 2_000_000_000 }), Type.Null()], {
      description: "cents of cash above which it must be paid in; null: not watched",
    }),
    exchangeAtLeast: Type.Optional(
      Type.Boolean({ description: "tickets are only exchanged for others that cost as much or more" }),
    ),
  },
  { additionalProperties: false },
)

/** What an organisation accepts at its counters, over the API. */
export function registerSettingsRoutes(app: App): void {
  const tags = ["Till"]

  app.get(
    "/api/v1/organisations/:org/till-settings",
    {
      config: { access: { permission: "till:read" } },
      schema: { tags, summary: "What the counters accept", response: { 200: Settings } },
    },
    async (request) => readSettings(request.db),
  )

  app.put(
    "/api/v1/organisations/:org/till-settings",
    {
      config: { access: { permission: "till:manage" } },
      schema: { tags, summary: "Say what the counters accept", body: Settings, response: { 200: Settings } },
    },
    async (request) => {
      const { methods, cashCeiling } = request.body
      await app.journal.noted(
        request,
        "till_settings_changed",
        (trx) => saveSettings(trx, request.organisation.id, request.body),
        { methods: methods.join(" "), cashCeiling },
      )
      return readSettings(request.db)
    },
  )
}
