import t from "tap"
import { ErrorSummary, errorOf, Field, fieldId } from "../../templates/components/index.ts"
import { renderPart } from "../../templates/render.ts"

const errors = [{ path: "/customer/email", message: "Écrivez une adresse complète" }]

t.test("label, hint and error are tied to the control", async (t) => {
  const html = renderPart(
    <Field
      type="email"
      name="customer[email]"
      label="Adresse"
      hint="Pour vos billets"
      value={`marie"@`}
      error={errors[0]?.message}
    />,
  )
  const id = fieldId("customer[email]")
  t.match(html, `<label for="${id}">Adresse`)
  t.match(html, `id="${id}-hint"`)
  t.match(html, `id="${id}-error"`)
  t.match(html, `aria-describedby="${id}-hint ${id}-error"`)
  t.match(html, `aria-invalid="true"`)
  t.match(html, `value="marie&quot;@"`, "what was typed is kept, escaped")
})

t.test("without hint nor error nothing is announced", async (t) => {
  const html = renderPart(<Field name="firstName" label="Prénom" />)
  t.notMatch(html, /aria-describedby|aria-invalid/)
  t.match(html, /required/)
  t.match(renderPart(<Field name="phone" label="Téléphone" optional />), /facultatif/)
  t.notMatch(renderPart(<Field name="phone" label="Téléphone" optional />), /required/)
})

t.test("the summary leads to each field", async (t) => {
  const html = renderPart(<ErrorSummary errors={errors} />)
  t.match(html, `href="#${fieldId("/customer/email")}"`)
  t.match(html, /role="alert" tabindex="-1"/)
  t.equal(renderPart(<ErrorSummary errors={[]} />), "")
  t.equal(errorOf(errors, "/customer/email"), "Écrivez une adresse complète")
  t.equal(errorOf(errors, "customer[email]"), "Écrivez une adresse complète", "by pointer or by name")
  t.equal(errorOf(errors, "phone"), undefined)
})

t.test("choices are one group whose first control bears the field's id", async (t) => {
  const options = [
    { value: "card", label: "Carte" },
    { value: "sandbox", label: "Essai", hint: "Rien n’est prélevé" },
  ]
  const html = renderPart(
    <Field
      type="radio"
      name="method"
      label="Paiement"
      value="sandbox"
      options={options}
      error="Choisissez"
    />,
  )
  t.match(html, /<fieldset[^>]*aria-describedby="field-method-error"/)
  t.match(html, /<legend>Paiement/)
  t.match(html, /id="field-method"[^>]*value="card"/)
  t.match(html, /id="field-method-2"[^>]*value="sandbox"[^>]*checked/)
  t.match(html, /aria-describedby="field-method-2-hint"/)
})

t.test("every kind of control keeps its value", async (t) => {
  t.match(renderPart(<Field type="textarea" name="a" label="A" value="<b>" />), /&lt;b>|&lt;b&gt;/)
  const options = [
    { value: "1", label: "Un" },
    { value: "2", label: "Deux" },
  ]
  t.match(
    renderPart(<Field type="select" name="a" label="A" value={2} options={options} />),
    /value="2" selected/,
  )
  t.match(renderPart(<Field type="checkbox" name="a" label="A" checked />), /checked/)
  t.match(
    renderPart(<Field type="checkboxes" name="a" label="A" values={["2"]} options={options} />),
    /value="2" checked/,
  )
  t.notMatch(renderPart(<Field type="password" name="a" label="A" value="secret" />), /secret/)
})
