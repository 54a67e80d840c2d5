import t from "tap"
import { testApp } from "../harness.ts"

const pages = ["/", "/admin/sign-in", "/theatre", "/api/docs", "/nothing/here"]

t.test("every answer is closed to other origins", async (t) => {
  const { app } = await testApp(t)
  for (const url of [...pages, "/api/v1/shop/theatre/performances", "/api/v1/nothing", "/healthz"]) {
    const { headers } = await app.inject(url)
    const policy = String(headers["content-security-policy"])
    const directives = new Map(
      policy.split(";").map((directive) => {
        const [name = "", ...sources] = directive.trim().split(" ")
        return [name, sources] as const
      }),
    )
    t.same(directives.get("default-src"), ["'none'"], url)
    t.same(directives.get("frame-ancestors"), ["'none'"], url)
    t.same(directives.get("base-uri"), ["'none'"], url)
    t.ok(directives.has("form-action"), url)
    for (const [name, sources] of directives)
      for (const source of sources)
        t.ok(["'none'", "'self'", "data:", "blob:"].includes(source), `${url}: ${name} ${source}`)
    t.notMatch(directives.get("script-src") ?? [], ["data:"])
    t.equal(headers["x-content-type-options"], "nosniff", url)
    t.ok(headers["referrer-policy"], url)
    t.ok(headers["x-frame-options"], url)
    t.equal(headers["x-powered-by"], undefined, url)
    t.equal(headers.server, undefined, url)
    t.equal(headers["access-control-allow-origin"], undefined, url)
  }
})

t.test("no page needs what the policy forbids, nor anything from elsewhere", async (t) => {
  const { app } = await testApp(t)
  for (const url of pages) {
    const { body } = await app.inject(url)
    t.match(body, /^<!doctype html>/i, url)
    t.notMatch(body, /<script(?![^>]*\bsrc=)[^>]*>(?!\s*<\/script>)/i, `${url}: no script in the page`)
    t.notMatch(body, /<style[\s>]/i, `${url}: no style in the page`)
    t.notMatch(body, /\s(style|on\w+)="/i, `${url}: no style or handler in an attribute`)
    for (const [, address = ""] of body.matchAll(/\s(?:src|href|action|data|poster)="([^"]*)"/g))
      t.match(address, /^(\/(?!\/)|#|\?|mailto:|data:)/, `${url} leads to ${address}`)
  }
})

t.test("pages are not kept, built files are for ever", async (t) => {
  const { app, as } = await testApp(t)
  for (const url of ["/admin/sign-in", "/admin/theatre/venues"]) {
    const { headers } = await app.inject({ url, headers: as("manager") })
    t.match(headers["cache-control"], "no-store", url)
  }
  const { body } = await app.inject("/admin/sign-in")
  const css = /href="(\/assets\/[\w.-]+\.css)"/.exec(body)?.[1] ?? ""
  const asset = await app.inject(css)
  t.equal(asset.statusCode, 200)
  t.match(asset.headers["cache-control"], /max-age=31536000.*immutable/)
  const packed = await app.inject({ url: css, headers: { "accept-encoding": "br" } })
  t.equal(packed.headers["content-encoding"], "br")
  for (const url of ["/assets/../package.json", "/assets/%2e%2e/package.json", "/assets/nothing.css"])
    t.equal((await app.inject(url)).statusCode, 404, url)
})
