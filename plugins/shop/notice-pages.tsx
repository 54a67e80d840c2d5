import type { FastifyRequest } from "fastify"
import type { App } from "../../server/plugin.ts"
import { Facts, PageHeading, Prose, Section } from "../../templates/components/index.ts"
import { texts } from "./notice-texts.ts"
import { shopPage } from "./shop-page.tsx"

/** Who sells, under which conditions, what becomes of one's data; and how accessible all of it is. */
export function registerNoticePages(app: App): void {
  app.get("/:org/legal", { config: { access: "public", page: true } }, async (request, reply) =>
    shopPage(request, reply, { title: texts[request.locale].legal }, <Legal {...{ request }} />),
  )

  app.get("/:org/accessibility", { config: { access: "public", page: true } }, async (request, reply) =>
    shopPage(
      request,
      reply,
      { title: texts[request.locale].accessibility },
      <Accessibility {...{ request }} />,
    ),
  )
}

function Legal({ request }: { request: FastifyRequest }) {
  const { organisation, locale, server } = request
  const { legal } = organisation
  const t = texts[locale]
  const companies = server.paymentMethods.offered(organisation).flatMap(({ company }) => company ?? [])
  return (
    <>
      <PageHeading title={t.legal} />
      <Section title={t.seller}>
        <Prose>
          <Facts
            items={[
              { label: t.name, value: organisation.name },
              legal.siret ? { label: t.siret, value: spaced(legal.siret) } : null,
              legal.licences.length > 0
                ? { label: t.licences(legal.licences.length), value: legal.licences.join(", ") }
                : null,
              organisation.address ? { label: t.address, value: organisation.address } : null,
              organisation.email
                ? { label: t.email, value: <a href={`mailto:${organisation.email}`}>{organisation.email}</a> }
                : null,
            ]}
          />
        </Prose>
      </Section>
      <Section title={t.conditions} id="conditions">
        <Prose>
          <Paragraphs text={organisation.conditions ?? t.conditionsDefault} />
          <p>{t.noWithdrawal}</p>
        </Prose>
      </Section>
      <Section title={t.yourData}>
        <Prose>
          <p>{t.dataWhat}</p>
          <p>{t.dataWhere}</p>
          {companies.length > 0 && <p>{t.dataPayment(companies.join(", "))}</p>}
          <p>{t.dataRights(organisation.email ?? t.dataRightsNobody)}</p>
        </Prose>
      </Section>
      <Section title={t.cookies}>
        <Prose>
          <p>{t.cookiesHint}</p>
        </Prose>
      </Section>
      <Section title={t.software}>
        <Prose>
          <p>{t.softwareHint}</p>
        </Prose>
      </Section>
    </>
  )
}

function Accessibility({ request }: { request: FastifyRequest }) {
  const { organisation, locale } = request
  const t = texts[locale]
  return (
    <>
      <PageHeading title={t.accessibility} lead={t.accessibilityLead} />
      <Section title={t.conformity}>
        <Prose>
          <p>{t.conformityHint(organisation.name)}</p>
        </Prose>
      </Section>
      <Section title={t.notConform}>
        <Prose>
          <ul>
            {t.notConformList.map((point) => (
              <li>{point}</li>
            ))}
          </ul>
        </Prose>
      </Section>
      <Section title={t.help}>
        <Prose>
          <p>{t.helpHint(organisation.email ?? t.dataRightsNobody)}</p>
        </Prose>
      </Section>
      <Section title={t.remedy}>
        <Prose>
          <p>{t.remedyHint}</p>
        </Prose>
      </Section>
    </>
  )
}

function Paragraphs({ text }: { text: string }) {
  return (
    <>
      {text
        .split(/\n+/)
        .filter((line) => line.trim() !== "")
        .map((line) => (
          <p>{line}</p>
        ))}
    </>
  )
}

/** "130 025 265 00013", as it is written on papers. */
function spaced(siret: string): string {
  return siret.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})$/, "$1\u00a0$2\u00a0$3\u00a0$4")
}
