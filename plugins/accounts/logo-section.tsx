import type { Organisation } from "../../server/access.ts"
import { Actions, Button, Field, Form, Section } from "../../templates/components/index.ts"
import type { texts } from "./texts.ts"

/** The logo as it is, another one in its place, or none. */
export function LogoSection(props: {
  organisation: Organisation
  csrf: string
  t: (typeof texts)["fr"]
  error?: string | undefined
}) {
  const { organisation, csrf, t, error } = props
  const action = `/admin/${organisation.slug}/logo`
  return (
    <Section title={t.logo} id="logo">
      <Form action={action} csrf={csrf} multipart>
        <Field
          type="file"
          name="logo"
          label={t.logoFile}
          hint={t.logoHint}
          accept="image/png,image/jpeg,image/webp"
          error={error}
        />
        <Actions>
          <Button kind="secondary">{t.sendLogo}</Button>
        </Actions>
      </Form>
      {organisation.hasLogo && (
        <Section>
          <Form action={`${action}/removal`} csrf={csrf}>
            <img
              src={`/${organisation.slug}/logo?${Date.now()}`}
              alt={t.logoOf(organisation.name)}
              height="48"
            />
            <Actions>
              <Button kind="quiet" size="small">
                {t.removeLogo}
              </Button>
            </Actions>
          </Form>
        </Section>
      )}
    </Section>
  )
}
