import { type Locale, locales } from "../locale.ts"
import { texts } from "../texts.ts"

const names = { fr: "french", en: "english" } as const

/** The same page in the other language. */
export function LanguageSwitch({ locale, alternate }: { locale: Locale; alternate: Record<Locale, string> }) {
  const t = texts[locale]
  return (
    <nav class="languages" aria-label={t.language}>
      {locales.map((language) => (
        <a
          href={alternate[language]}
          lang={language}
          hreflang={language}
          aria-current={language === locale ? "true" : undefined}
          // What is seen comes first: who speaks to their device says "FR".
          aria-label={`${language.toUpperCase()}, ${t[names[language]]}`}
        >
          {language.toUpperCase()}
        </a>
      ))}
    </nav>
  )
}
