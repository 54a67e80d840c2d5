import { assetUrl } from "../../server/assets.ts"
import { Actions, LinkButton, PageHeading } from "../components/index.ts"
import { BareLayout } from "../layouts/index.ts"
import type { Locale } from "../locale.ts"

const words = {
  fr: { back: "Revenir au programme", home: "Revenir à l’accueil" },
  en: { back: "Back to the programme", home: "Back to the home page" },
}

interface Props {
  locale: Locale
  organisation: { slug: string; name: string; currency: string; timezone: string } | null
  status: number
  title: string
  detail: string | null
}

/** What went wrong, in plain words, and the way on. */
export function ErrorPage({ locale, organisation, title, detail }: Props) {
  const home = organisation ? `/${organisation.slug}` : "/"
  return (
    <BareLayout
      locale={locale}
      currency={organisation?.currency ?? "EUR"}
      timeZone={organisation?.timezone ?? "Europe/Paris"}
      title={title}
      css={assetUrl("shop-page.css")}
      theme={organisation ? `/${organisation.slug}/theme.css` : null}
      name={organisation?.name}
      href={home}
    >
      <PageHeading title={title} lead={detail ?? undefined} />
      <Actions>
        <LinkButton href={home}>{organisation ? words[locale].back : words[locale].home}</LinkButton>
      </Actions>
    </BareLayout>
  )
}
