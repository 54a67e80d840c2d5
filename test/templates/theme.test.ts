import { readFileSync } from "node:fs"
import fc from "fast-check"
import t from "tap"
import { contrast, correctAccent, defaultAccent, grounds, themeCss } from "../../templates/theme.ts"

const css = (name: string) =>
  readFileSync(new URL(`../../templates/css/${name}.css`, import.meta.url), "utf8")

function token(sheet: string, name: string): string {
  return new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(sheet)?.[1] ?? `no --${name}`
}

const [light, dark] = [css("tokens"), css("dark")]

t.test("any colour can be read on every ground of both themes", async (t) => {
  const colour = fc
    .integer({ min: 0, max: 0xffffff })
    .map((value) => `#${value.toString(16).padStart(6, "0")}`)
  fc.assert(
    fc.property(colour, (hex) => {
      const accent = correctAccent(hex)
      for (const ground of ["paper", "sheet", "wash"]) {
        if (contrast(accent.light, token(light, ground)) < 4.5) return false
        if (contrast(accent.dark, token(dark, ground)) < 4.5) return false
      }
      const onAccent = [
        contrast(accent.light, token(light, "on-accent")),
        contrast(accent.dark, token(dark, "on-accent")),
      ]
      return (
        onAccent.every((ratio) => ratio >= 4.5) && contrast(accent.light, token(light, "print-paper")) >= 4.5
      )
    }),
    { numRuns: 3000 },
  )
  t.pass()
})

t.test("a colour that can be read is left as it is, another is changed and says so", async (t) => {
  t.match(correctAccent("#1a2a6c"), { light: "#1a2a6c", changed: false })
  t.match(correctAccent("#1A2A6C"), { light: "#1a2a6c", changed: false })
  t.match(correctAccent("#fd0"), { changed: true, dark: "#ffdd00" })
  t.equal(correctAccent(defaultAccent).changed, false)
})

t.test("what is no colour gives the default one", async (t) => {
  for (const junk of ["", "red", "#12345", "#a8123a;}body{display:none", "url(x)"]) {
    t.match(correctAccent(junk), { light: defaultAccent, changed: true })
    t.match(
      themeCss(junk),
      /^:root\{--accent-light:#[0-9a-f]{6};--accent-dark:#[0-9a-f]{6};--accent-glow:#[0-9a-f]{6}\}\n$/,
    )
  }
})

t.test("the stylesheets say the same as the code", async (t) => {
  t.equal(token(light, "wash"), grounds.light)
  t.equal(token(dark, "wash"), grounds.dark)
  const own = correctAccent(defaultAccent)
  t.equal(token(light, "accent-light"), own.light)
  t.equal(token(light, "accent-dark"), own.dark)
})

t.test("words can be read: 4.5 everywhere, 7 by night for what the door and the till show", async (t) => {
  for (const ground of ["paper", "sheet", "wash"]) {
    for (const ink of ["ink", "ink-soft", "good", "attention", "bad"]) {
      t.ok(contrast(token(light, ink), token(light, ground)) >= 4.5, `${ink} on ${ground}`)
      t.ok(
        contrast(token(dark, ink), token(dark, ground)) >= (ground === "wash" ? 4.5 : 7),
        `${ink} on ${ground}, dark`,
      )
    }
    for (const sheet of [light, dark])
      t.ok(contrast(token(sheet, "rule-strong"), token(sheet, ground)) >= 3, `edges of controls on ${ground}`)
  }
  for (const tone of ["good", "attention", "bad"])
    for (const sheet of [light, dark]) {
      t.ok(contrast(token(sheet, tone), token(sheet, `${tone}-wash`)) >= 4.5, `${tone} on its own wash`)
      t.ok(contrast(token(sheet, "ink"), token(sheet, `${tone}-wash`)) >= 7)
    }
})

t.test("the three answers of the door keep a contrast of 7", async (t) => {
  const grounds = [...css("components/answer").matchAll(/--ground: (#\w+);\s+--mark: (#\w+)/g)]
  t.equal(grounds.length, 3)
  const six = (hex = "") => (hex.length === 4 ? hex.replace(/\w/g, "$&$&") : hex)
  for (const [, ground, mark] of grounds) t.ok(contrast(six(ground), six(mark)) >= 7, `${mark} on ${ground}`)
})
