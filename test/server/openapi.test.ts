import { Validator } from "@seriousme/openapi-schema-validator"
import t from "tap"
import { promised } from "../../scripts/promised-routes.ts"
import { testApp } from "../harness.ts"

interface Operation {
  summary?: string
  description?: string
  tags?: string[]
  security?: object[]
  parameters?: { name: string; in: string; required?: boolean }[]
}

t.test("the document that programs read", async (t) => {
  const { app } = await testApp(t)
  const answer = await app.inject("/api/v1/openapi.json")
  t.equal(answer.statusCode, 200)
  const document = answer.json() as { openapi: string; paths: Record<string, Record<string, Operation>> }
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      name: `${method.toUpperCase()} ${path}`,
    })),
  )
  const names = new Set(operations.map(({ name }) => name))

  await t.test("is OpenAPI 3.1", async (t) => {
    t.match(document.openapi, /^3\.1\./)
    const { valid, errors } = await new Validator().validate(structuredClone(document))
    t.ok(valid, JSON.stringify(errors))
  })

  await t.test("holds every promised route", async (t) => {
    for (const route of promised) t.ok(names.has(route), route)
  })

  await t.test("holds every route of the API, and no page", async (t) => {
    for (const { method, url } of app.declaredRoutes) {
      if (!url.startsWith("/api/v1/") || method === "HEAD" || url.endsWith("/openapi.json")) continue
      const name = `${method} ${url.replaceAll(/:(\w+)/g, "{$1}")}`
      t.ok(names.has(name), name)
    }
    for (const path of Object.keys(document.paths)) t.match(path, /^\/api\/v1\//)
  })

  await t.test("says of each what it is for, who may call it and what its path needs", async (t) => {
    for (const { name, summary, tags, description, security, parameters = [] } of operations) {
      t.ok(summary, `${name} has a summary`)
      t.ok(tags?.length, `${name} has a tag`)
      const isPublic = description?.includes("Open to all.")
      t.equal(security === undefined, isPublic === true, `${name} says whether a token is needed`)
      for (const [, parameter] of name.matchAll(/\{(\w+)\}/g))
        t.ok(
          parameters.some((one) => one.in === "path" && one.name === parameter && one.required),
          `${name} describes ${parameter}`,
        )
    }
  })

  await t.test("is shown to people too", async (t) => {
    const page = await app.inject("/api/docs")
    t.equal(page.statusCode, 200)
    t.match(page.headers["content-type"], "text/html")
    for (const { path } of [{ path: "/api/v1/shop/{org}/carts" }]) t.match(page.body, path)
  })
})
