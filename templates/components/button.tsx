import type { ComponentChildren } from "preact"
import { classes } from "./classes.ts"
import { Icon, type IconName } from "./icon.tsx"

export type ButtonKind = "primary" | "secondary" | "quiet" | "danger"

type Look = {
  /** One primary a page. `danger` is for operations that take something away. */
  kind?: ButtonKind
  size?: "normal" | "small" | "large"
  icon?: IconName
  /** As wide as its column. */
  wide?: boolean
  children: ComponentChildren
}

type ButtonProps = Look & {
  type?: "submit" | "button"
  name?: string
  value?: string
  /** Sends the form elsewhere than its own action. */
  formAction?: string
  disabled?: boolean
  id?: string
  form?: string
}

function look({ kind = "primary", size = "normal", wide }: Look): string {
  return classes("button", `button-${kind}`, size !== "normal" && `button-${size}`, wide && "button-wide")
}

/** Does something: sends its form unless told otherwise. */
export function Button(props: ButtonProps) {
  const { type = "submit", name, value, formAction, disabled, id, form, icon, children } = props
  return (
    <button class={look(props)} {...{ type, name, value, disabled, id, form }} formaction={formAction}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  )
}

type LinkProps = Look & { href: string; download?: boolean; rel?: string }

/** Goes somewhere, with the look of a button. */
export function LinkButton(props: LinkProps) {
  const { href, download, rel, icon, children } = props
  return (
    <a class={look(props)} {...{ href, download, rel }}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </a>
  )
}

/** Buttons side by side, the main one first. */
export function Actions({ children }: { children: ComponentChildren }) {
  return <div class="actions">{children}</div>
}
