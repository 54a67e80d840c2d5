import os from "node:os"
import t from "tap"
import { renderAttestation } from "../../../plugins/declarations/attestation.ts"
import { serverFacts } from "../../../plugins/declarations/facts.ts"
import { readSettings } from "../../../plugins/declarations/settings.ts"
import { ledgerRelease } from "../../../plugins/ledger/released.ts"
import { type TestApp, testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"

const home = "/admin/theatre/compliance"

/** What a PDF says, page by page. */
async function pagesOf(pdf: Uint8Array): Promise<string[]> {
  const { getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs")
  const document = await getDocument({ data: new Uint8Array(pdf), useSystemFonts: true, verbosity: 0 })
    .promise
  const pages: string[] = []
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent()
    pages.push(
      items
        .map((item) => ("str" in item ? item.str : ""))
        .join(" ")
        .replace(/\s+/g, " "),
    )
  }
  await document.destroy()
  return pages
}

const read = async ({ app, as }: TestApp, name: string) => {
  const answer = await app.inject({ url: `${home}/${name}.pdf`, headers: as("accounting") })
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return pagesOf(answer.rawPayload)
}

const filled = {
  hardware: "Deux postes et une imprimante thermique",
  publisher: "Éditions du Rideau",
  publisher_address: "3 quai du Steir, 29000 Quimper",
  publisher_siren: "130 025 265",
  signatory: "la gérante",
  acquired_on: "2026-09-01",
  acquired_from: "Éditions du Rideau",
  used_since: "2026-10-01",
}

t.test("the pages are for who keeps the accounts", async (t) => {
  const cast = await testApp(t)
  const { app, as, db } = cast
  for (const url of [home, `${home}/declaration.pdf`, `${home}/attestation.pdf`]) {
    t.equal((await openPage(app, url)).statusCode, 303, url)
    for (const person of ["boxOffice", "door", "outsider"] as const)
      t.equal((await openPage(app, url, as(person))).statusCode, 403, `${url}, ${person}`)
    t.equal((await openPage(app, url, as("accounting"))).statusCode, 200, url)
  }
  t.equal((await postForm(app, home, filled)).statusCode, 303)
  t.equal((await postForm(app, home, filled, as("boxOffice"))).statusCode, 403)
  const refused = await postForm(app, home, { ...filled, publisher_siren: "12" }, as("accounting"))
  t.equal(refused.statusCode, 422)
  t.match(refused.body, "Un SIREN a neuf chiffres.")
  t.match(refused.body, "3 quai du Steir", "what was typed is kept")
  t.equal((await postForm(app, home, { ...filled, acquired_on: "soon" }, as("accounting"))).statusCode, 422)
  t.match(await readSettings(db), { publisher: null })
  t.equal((await postForm(app, home, filled, as("accounting"))).headers.location, `${home}?done=saved`)
  t.match(await readSettings(db), { ...filled, publisher_siren: "130025265" })
  t.match((await openPage(app, home, as("accounting"))).body, "Éditions du Rideau")
  t.equal((await postForm(app, home, {}, as("accounting"))).statusCode, 303, "and may be emptied again")
  t.match(await readSettings(db), { publisher: null, hardware: null })
})

t.test("the declaration has its eight items and three facsimiles", async (t) => {
  const cast = await testApp(t)
  const { app, as } = cast
  await postForm(app, home, filled, as("accounting"))
  const pages = await read(cast, "declaration")
  const text = pages.join(" ")
  for (let item = 1; item <= 8; item++) t.match(text, new RegExp(`${item}\\. L[ae’s]`), `item ${item}`)
  for (const words of [
    "50 sexies I",
    "Théâtre de Quimper",
    "13002526500013",
    "PLATESV-D-2026-000123",
    "Deux postes et une imprimante thermique",
    `Node.js ${process.versions.node}`,
    os.release(),
    "TypeScript et SQL",
    "dist/parterre.js",
    ledgerRelease().version,
  ])
    t.match(text, words, words)
  const [ticket = "", coupon = "", statement = ""] = pages.slice(-3)
  t.match(ticket, /Annexe A.*SPECIMEN/)
  t.match(ticket, /Plein tarif/)
  t.match(ticket, /24,00\s€/)
  t.match(coupon, /ANNULATION.*N’EST PAS UN BILLET/)
  t.match(coupon, /-24,00\s€/)
  t.match(coupon, /Annexe B.*SPECIMEN/)
  t.match(statement, /Bordereau de recettes/)
  t.match(statement, /Annexe C.*SPECIMEN/)
  t.match(statement, /2\s416,00\s€/, "80 at 24 and 31 at 16")
  t.notMatch(text, /NF ?525|certifié/i)
})

t.test("the attestation says who may sign, and promises nothing in their name", async (t) => {
  const cast = await testApp(t)
  const { app, as, db, organisation } = cast
  const blank = (await read(cast, "attestation")).join(" ")
  t.match(blank, "Éditeur …")
  t.match(blank, "projet tant qu’il n’est pas daté et signé")
  await postForm(app, home, filled, as("accounting"))
  const text = (await read(cast, "attestation")).join(" ")
  for (const words of [
    "Volet 1",
    "Volet 2",
    "Éditions du Rideau",
    "130025265",
    "Théâtre de Quimper",
    "1er septembre 2026",
    "AGPL-3.0-or-later",
    "Fonctions couvertes",
    "Fonctions non couvertes",
    "Racine de la version majeure 1",
    "détient le code source",
    "article 286",
  ])
    t.match(text, words.replace("1er septembre", "septembre") === words ? words : /1er.septembre 2026/, words)
  t.notMatch(text, /sans valeur en l’état|ne peut pas être signée/)
  t.notMatch(text, /NF ?525|certifié conforme/i)

  const facts = await serverFacts(app)
  const changed = { ...facts.ledger, released: false, differing: ["plugins/ledger/seal.ts"] }
  const pdf = await renderAttestation({
    ...{ organisation, settings: await readSettings(db), now: new Date() },
    facts: { ...facts, ledger: changed },
  })
  const void_ = (await pagesOf(pdf)).join(" ")
  t.match(void_, "sans valeur en l’état")
  t.match(void_, "plugins/ledger/seal.ts")
})
