import type { ComponentChildren } from "preact"
import { Icon } from "./icon.tsx"

type Props = {
  title: ComponentChildren
  /** A line under the title. */
  lead?: ComponentChildren
  /** Where this page belongs: a way back. */
  back?: { href: string; label: string }
  /** Buttons and links, at the end of the line where there is room. */
  actions?: ComponentChildren
}

/** The one title of a page. */
export function PageHeading({ title, lead, back, actions }: Props) {
  return (
    <header class="page-heading">
      {back && (
        <p class="page-back">
          <a href={back.href}>
            <Icon name="back" />
            {back.label}
          </a>
        </p>
      )}
      <h1>{title}</h1>
      {lead && <p class="page-lead">{lead}</p>}
      {actions && <div class="page-actions">{actions}</div>}
    </header>
  )
}

type SectionProps = {
  title?: ComponentChildren
  actions?: ComponentChildren
  id?: string
  children: ComponentChildren
}

/** A part of a page with its title. */
export function Section({ title, actions, id, children }: SectionProps) {
  return (
    <section class="section" id={id}>
      {title && (
        <div class="section-head">
          <h2>{title}</h2>
          {actions}
        </div>
      )}
      {children}
    </section>
  )
}

/** A main column and a narrower one beside it that follows on a phone. */
export function Columns({ children, aside }: { children: ComponentChildren; aside: ComponentChildren }) {
  return (
    <div class="columns">
      <div class="columns-main">{children}</div>
      <aside class="columns-aside">{aside}</aside>
    </div>
  )
}
