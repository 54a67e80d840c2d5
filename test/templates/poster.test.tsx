import fc from "fast-check"
import t from "tap"
import { Poster } from "../../templates/components/index.ts"
import { posterSvg } from "../../templates/poster/poster-svg.ts"
import { lineWidth, setTitle } from "../../templates/poster/title-lines.ts"
import { renderPart } from "../../templates/render.ts"

t.test("the same words give the same poster, others another", async (t) => {
  t.equal(posterSvg("Antigone", "theatre"), posterSvg("Antigone", "theatre"))
  t.not(posterSvg("Antigone", "theatre"), posterSvg("Phèdre", "theatre"))
  t.not(posterSvg("Antigone", "theatre"), posterSvg("Antigone", "theatre", "2"))
  const titles = Array.from({ length: 60 }, (_, index) => `Spectacle ${index}`)
  const drawings = new Set(titles.map((title) => posterSvg(title, "").replace(/<text.*/s, "")))
  t.ok(drawings.size > 40, "a season does not look like one poster")
})

t.test("a title is words, never markup", async (t) => {
  const nasty = `<script>alert(1)</script> & "quotes" 'too'`
  const svg = posterSvg(nasty, `"><script>`)
  t.notMatch(svg, /<script/)
  t.match(svg, /&#60;script&#62;/)
  t.notMatch(renderPart(<Poster title={nasty} genre={nasty} />), /<script/)
})

t.test("a policy without inline styles accepts it", async (t) => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (title, genre) => {
      const svg = posterSvg(title, genre)
      return (
        !/<[^>]*\s(style|on\w+)=/i.test(svg) &&
        !/NaN|undefined|Infinity/.test(svg.replace(/<text.*?<\/text>/gs, ""))
      )
    }),
  )
  t.pass()
})

t.test("a title never leaves its column", async (t) => {
  const column = { width: 520, height: 250, largest: 118, smallest: 34, weight: 600, leading: 1.02 } as const
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 20 }),
      (words) => {
        const { lines, size } = setTitle(words.join(" "), column)
        return (
          lines.every((line) => lineWidth(line, size, 600) <= column.width) &&
          lines.length * size * column.leading <= column.height
        )
      },
    ),
  )
  const long = "Anticonstitutionnellement et bien au-delà de tout ce que pourrait porter une affiche ".repeat(
    6,
  )
  t.match(setTitle(long, column).lines.at(-1), /…$/)
  t.strictSame(setTitle("Constellations : le ciel dessiné", column).lines.join("|").includes("|:"), false)
  t.strictSame(setTitle("La Mouette", column).lines, ["La Mouette"])
})

t.test("the picture is named, unless its title stands beside", async (t) => {
  t.match(renderPart(<Poster title="Phèdre" />), /role="img" aria-label="Affiche\s: Phèdre"/)
  t.match(renderPart(<Poster title="Phèdre" decorative />), /aria-hidden="true"/)
})
