import { assetUrl } from "../../server/assets.ts"
import { PageHeading, Section } from "../components/index.ts"
import { BareLayout } from "../layouts/index.ts"
import type { Locale } from "../locale.ts"

interface Media {
  content?: Record<string, { schema?: unknown }>
  description?: string
}

export interface ApiOperation {
  path: string
  method: string
  summary?: string
  description?: string
  requestBody?: Media
  responses?: Record<string, Media>
}

const words = {
  fr: {
    title: "Interface de programmation",
    lead: "Le même document pour les programmes :",
    body: "Envoi",
    answer: "Réponse",
  },
  en: {
    title: "Programming interface",
    lead: "The same document for programs:",
    body: "Request",
    answer: "Answer",
  },
}

/** The OpenAPI document, readable without any script. */
export function ApiDocs({ locale, operations }: { locale: Locale; operations: ApiOperation[] }) {
  const t = words[locale]
  return (
    <BareLayout
      locale={locale}
      currency="EUR"
      timeZone="Europe/Paris"
      title={t.title}
      css={assetUrl("shop-page.css")}
      alternate={{ fr: "/api/docs?lang=fr", en: "/api/docs?lang=en" }}
    >
      <PageHeading title={t.title} lead={t.lead} />
      <p>
        <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>
      </p>
      {operations.map(({ path, method, summary, description, requestBody, responses = {} }) => (
        <Section title={`${method.toUpperCase()} ${path}`}>
          {summary && <p>{summary}</p>}
          {description && <p class="hint">{description}</p>}
          <Schema title={t.body} media={requestBody} />
          {Object.entries(responses).map(([status, media]) => (
            <Schema title={`${t.answer} ${status}`} media={media} />
          ))}
        </Section>
      ))}
    </BareLayout>
  )
}

function Schema({ title, media }: { title: string; media: Media | undefined }) {
  const schema = Object.values(media?.content ?? {})[0]?.schema
  if (!schema) return null
  return (
    <details>
      <summary>{title}</summary>
      <pre>{JSON.stringify(schema, null, 2)}</pre>
    </details>
  )
}
