import type { ComponentChildren } from "preact"
import { Icon, type IconName } from "./icon.tsx"

export type NoticeKind = "info" | "success" | "warning" | "error"

const icons: Record<NoticeKind, IconName> = {
  info: "info",
  success: "check",
  warning: "warning",
  error: "cross",
}

type Props = { kind?: NoticeKind; title?: string; children?: ComponentChildren }

/** Something the person should know, in the flow of the page. Errors and warnings are spoken at once. */
export function Notice({ kind = "info", title, children }: Props) {
  return (
    <div class={`notice notice-${kind}`} role={kind === "error" || kind === "warning" ? "alert" : "status"}>
      <Icon name={icons[kind]} />
      <div class="notice-text">
        {title && <p class="notice-title">{title}</p>}
        {children}
      </div>
    </div>
  )
}
