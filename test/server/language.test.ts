import t from "tap"
import { testApp } from "../harness.ts"

t.test("a page speaks the language that is asked for", async (t) => {
  const { app } = await testApp(t)
  const languageOf = async (headers: Record<string, string>, query = "") => {
    const answer = await app.inject({ url: `/admin/sign-in${query}`, headers })
    return /<html lang="(\w\w)"/.exec(answer.body)?.[1]
  }
  t.equal(await languageOf({}), "fr", "French without a word")
  t.equal(await languageOf({ "accept-language": "en-GB,en;q=0.9" }), "en")
  t.equal(await languageOf({ "accept-language": "FR-fr" }), "fr")
  t.equal(await languageOf({ "accept-language": "de-DE,de;q=0.9,en;q=0.5" }), "en", "the first we speak")
  t.equal(await languageOf({ "accept-language": "en;q=0.2, fr;q=0.8" }), "fr", "the one preferred")
  t.equal(await languageOf({ "accept-language": "en;q=0, fr;q=0.1" }), "fr")
  t.equal(await languageOf({ "accept-language": "zz, *" }), "fr")
  t.equal(await languageOf({ "accept-language": "france,english" }), "fr", "no tags of ours")
  t.equal(await languageOf({ "accept-language": "en", cookie: "lang=fr" }), "fr", "what was chosen before")
  t.equal(
    await languageOf({ "accept-language": "fr", cookie: "lang=fr" }, "?lang=en"),
    "en",
    "what is asked now",
  )
  t.equal(await languageOf({ cookie: "lang=xx" }, "?lang=yy"), "fr")
  t.equal(await languageOf({}, "?lang=en&lang=fr"), "fr")
})

t.test("a choice made on a page is remembered", async (t) => {
  const { app } = await testApp(t)
  const chosen = await app.inject("/admin/sign-in?lang=en")
  t.match(chosen.cookies, [{ name: "lang", value: "en", path: "/", sameSite: "Lax" }])
  t.same((await app.inject("/admin/sign-in?lang=de")).cookies, [])
  t.same((await app.inject("/api/v1/shop/theatre/performances?lang=en")).cookies, [], "not by a program")
})

t.test("errors of the API are in English with a stable code, pages in the person’s language", async (t) => {
  const { app } = await testApp(t)
  const api = await app.inject({
    url: "/api/v1/shop/nobody/performances",
    headers: { "accept-language": "fr" },
  })
  t.match(api.json(), { title: "This page does not exist", code: "not_found" })
  const page = await app.inject({ url: "/theatre/nothing/at/all", headers: { "accept-language": "en" } })
  t.match(page.body, "This page does not exist")
})
