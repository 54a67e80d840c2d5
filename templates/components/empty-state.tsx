import type { ComponentChildren } from "preact"
import { LinkButton } from "./button.tsx"
import { Icon, type IconName } from "./icon.tsx"

type Props = {
  title: string
  /** Teaches the next step. */
  children?: ComponentChildren
  icon?: IconName
  action?: { href: string; label: string }
}

/** Where a list is empty: what would be here, and how to begin. */
export function EmptyState({ title, children, icon = "mask", action }: Props) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <p class="empty-title">{title}</p>
      {children && <div class="empty-text">{children}</div>}
      {action && (
        <LinkButton href={action.href} kind="secondary">
          {action.label}
        </LinkButton>
      )}
    </div>
  )
}
