import type { ComponentChildren } from "preact"
import { Button } from "../components/button.tsx"
import { Icon, type IconName } from "../components/icon.tsx"
import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"
import { Document, type PageProps } from "./document.tsx"
import { LanguageSwitch } from "./language-switch.tsx"

export type MenuEntry = { href: string; label: string; icon?: IconName; current?: boolean; group?: string }

type Props = PageProps & {
  organisation: { name: string; shopHref?: string }
  /** Others this person works for; the switcher shows when there are any. */
  organisations?: readonly { name: string; href: string; current?: boolean }[]
  menu: readonly MenuEntry[]
  user: { name: string; href?: string }
  signOut: { action: string; csrf: string }
  /** Things to tell at the top of the page, usually a Notice after something was done. */
  notice?: ComponentChildren
}

/** A page of the back office: product nouns at the left, or folded under one button on a phone. */
export function AdminLayout(props: Props) {
  const { locale, organisation } = props
  const t = texts[locale]
  return (
    <Document {...props} title={`${props.title} · ${organisation.name}`} robots="noindex" body="admin">
      <a class="skip" href="#content">
        {t.skip}
      </a>
      <header class="admin-side">
        <p class="admin-name">{organisation.name}</p>
        <details class="admin-fold">
          <summary>
            <Icon name="menu" />
            {t.mainMenu}
          </summary>
          <Side {...props} />
        </details>
        <div class="admin-open">
          <Side {...props} />
        </div>
      </header>
      <main id="content" tabindex={-1} class="admin-main">
        {props.notice}
        {props.children}
      </main>
    </Document>
  )
}

function Side({ organisation, organisations = [], menu, user, signOut, alternate }: Props) {
  const { locale } = useScene()
  const t = texts[locale]
  const groups = [...new Set(menu.map((entry) => entry.group ?? ""))]
  return (
    <>
      <nav class="admin-menu" aria-label={t.mainMenu}>
        {groups.map((group) => (
          <>
            {group && <p class="admin-group">{group}</p>}
            <ul>
              {menu
                .filter((entry) => (entry.group ?? "") === group)
                .map(({ href, label, icon, current }) => (
                  <li>
                    <a href={href} aria-current={current ? "page" : undefined}>
                      {icon && <Icon name={icon} />}
                      {label}
                    </a>
                  </li>
                ))}
            </ul>
          </>
        ))}
      </nav>
      <div class="admin-end">
        {organisation.shopHref && <a href={organisation.shopHref}>{t.seeShop}</a>}
        {organisations.length > 1 && (
          <details class="admin-organisations">
            <summary>{t.switchOrganisation}</summary>
            <ul>
              {organisations.map(({ name, href, current }) => (
                <li>
                  <a href={href} aria-current={current ? "true" : undefined}>
                    {name}
                  </a>
                </li>
              ))}
            </ul>
          </details>
        )}
        <p class="admin-user">
          <Icon name="user" />
          {user.href ? <a href={user.href}>{user.name}</a> : user.name}
        </p>
        <form method="post" action={signOut.action}>
          <input type="hidden" name="_csrf" value={signOut.csrf} />
          <Button kind="quiet" size="small">
            {t.signOut}
          </Button>
        </form>
        {alternate && <LanguageSwitch {...{ locale, alternate }} />}
      </div>
    </>
  )
}
