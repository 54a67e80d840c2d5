import Fastify from "fastify"
import t from "tap"
import { cleanLine, cleanText } from "../../server/clean-text.ts"
import { sendCsv } from "../../server/csv.ts"
import { freeSlug, insertUnderSlug, slugOf } from "../../server/slug.ts"

t.test("a table for spreadsheets: quoted where needed, and nothing that runs", async (t) => {
  const app = Fastify()
  t.teardown(() => app.close())
  const rows = [
    ["Titre", "Places"],
    ['Le "Malade"; imaginaire', 400],
    ["=cmd()", -1],
    ["+1", "@x"],
    ["deux\nlignes", ""],
  ]
  app.get("/", (_request, reply) => sendCsv(reply, "list", rows))
  const answer = await app.inject("/")
  t.match(answer.headers, { "content-type": /text\/csv/, "content-disposition": /list\.csv/ })
  t.equal(
    answer.body,
    '\ufeffTitre;Places\r\n"Le ""Malade""; imaginaire";400\r\n\'=cmd();-1\r\n\'+1;\'@x\r\n"deux\nlignes";\r\n',
  )
})

t.test("slugs", async (t) => {
  t.equal(slugOf("  Été à l’Œuvre !", "x"), "ete-a-l-oeuvre")
  t.equal(slugOf("東京", "venue"), "venue")
  t.ok(slugOf("a".repeat(100), "x").length <= 60)
  t.equal(freeSlug("a", new Set(["a", "a-2"])), "a-3")
  const taken = new Set(["a", ...Array.from({ length: 20 }, (_, index) => `a-${index + 2}`)])
  const ref = await insertUnderSlug("a", async (slug) => (taken.has(slug) ? undefined : slug))
  t.match(ref, /^a-\d+$/)
})

t.test("texts", (t) => {
  t.equal(cleanLine(" e\u0301 \u0000\t\nb\ud800 "), "é b")
  t.equal(cleanText("a\r\n\r\nb\u0007 "), "a\n\nb")
  t.end()
})
