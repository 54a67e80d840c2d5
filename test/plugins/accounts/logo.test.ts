import t from "tap"
import { testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"

const url = "/admin/theatre/logo"
const png = Buffer.from("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "latin1")
const jpeg = Buffer.from("\xff\xd8\xff\xe0\x00\x10JFIF\x00", "latin1")
const webp = Buffer.from("RIFF\x24\x00\x00\x00WEBPVP8 ", "latin1")

/** What a browser sends from the form with a file. */
function upload(file: Buffer | null, fields: Record<string, string> = {}) {
  const boundary = "----parterre"
  const parts: Buffer[] = Object.entries(fields).map(([name, value]) =>
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  )
  if (file)
    parts.push(
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="logo"; filename="logo.png"\r\nContent-Type: image/png\r\n\r\n`,
      ),
      file,
      Buffer.from("\r\n"),
    )
  parts.push(Buffer.from(`--${boundary}--\r\n`))
  return {
    payload: Buffer.concat(parts),
    headers: { "content-type": `multipart/form-data; boundary=${boundary}`, "accept-language": "fr" },
  }
}

t.test("a logo", async (t) => {
  const { app, as, tokens } = await testApp(t)
  const send = (file: Buffer | null, headers: Record<string, string> = as("manager"), fields = {}) => {
    const form = upload(file, fields)
    return app.inject({
      method: "POST",
      url,
      payload: form.payload,
      headers: { ...form.headers, ...headers },
    })
  }

  await t.test("is the manager’s to put", async (t) => {
    t.equal((await send(png, {})).statusCode, 303)
    t.equal((await send(png, as("boxOffice"))).statusCode, 403)
    t.equal((await send(png, as("outsider"))).statusCode, 403)
    const cookie = `session=${tokens.manager}`
    t.equal((await send(png, { cookie })).statusCode, 403, "and not another site’s")
    t.equal((await openPage(app, "/theatre/logo")).statusCode, 404)
    const page = await openPage(app, "/admin/theatre/settings", { cookie })
    const _csrf = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ""
    const secret = page.cookies.find(({ name }) => name === "_csrf")?.value
    t.equal((await send(png, { cookie: `${cookie}; _csrf=${secret}` }, { _csrf })).statusCode, 303)
  })

  await t.test("is an image by its first bytes, whatever it calls itself", async (t) => {
    for (const [file, type] of [
      [png, "image/png"],
      [jpeg, "image/jpeg"],
      [webp, "image/webp"],
    ] as const) {
      const sent = await send(file)
      t.equal(sent.headers.location, "/admin/theatre/settings?done=logo", type)
      const shown = await app.inject("/theatre/logo")
      t.same(shown.rawPayload, file)
      t.match(shown.headers, { "content-type": type, "x-content-type-options": "nosniff" })
      const again = await app.inject({
        url: "/theatre/logo",
        headers: { "if-none-match": String(shown.headers.etag) },
      })
      t.equal(again.statusCode, 304)
    }
    for (const file of [
      "<svg xmlns='http://www.w3.org/2000/svg'/>",
      "GIF89a",
      "<html>",
      "%PDF-1.7",
      "RIFFxxxxWAVE",
    ]) {
      const refused = await send(Buffer.from(file))
      t.equal(refused.statusCode, 422, file)
      t.match(refused.body, "une image PNG, JPEG ou WebP")
    }
    t.same((await app.inject("/theatre/logo")).rawPayload, webp, "the one before stays")
  })

  await t.test("is not too large, nor missing", async (t) => {
    const fits = Buffer.concat([png, Buffer.alloc(300_000 - png.length)])
    t.equal((await send(fits)).statusCode, 303)
    for (const size of [300_001, 5_000_000]) {
      const refused = await send(Buffer.concat([png, Buffer.alloc(size - png.length)]))
      t.equal(refused.statusCode, 422)
      t.match(refused.body, "300 Ko au plus")
    }
    t.match((await send(Buffer.alloc(0))).body, "choisissez une image")
    t.match((await send(null, as("manager"), { logo: "text" })).body, "choisissez une image")
    t.equal((await postForm(app, url, { logo: "x" }, as("manager"))).statusCode, 422)
  })

  await t.test("can be taken away", async (t) => {
    t.equal((await postForm(app, `${url}/removal`, {})).statusCode, 303)
    t.equal((await postForm(app, `${url}/removal`, {}, as("door"))).statusCode, 403)
    t.match((await openPage(app, "/admin/theatre/settings", as("manager"))).body, "/theatre/logo?")
    t.equal(
      (await postForm(app, `${url}/removal`, {}, as("manager"))).headers.location,
      "/admin/theatre/settings?done=no-logo",
    )
    t.equal((await app.inject("/theatre/logo")).statusCode, 404)
  })
})
