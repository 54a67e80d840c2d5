import type { ComponentChildren } from "preact"
import { Icon, type IconName } from "./icon.tsx"

type Fact = { label: string; value: ComponentChildren; icon?: IconName }

/** Properties of one thing: what each is called, what it is. Left out when there is no value. */
export function Facts({ items }: { items: readonly (Fact | null | undefined | false)[] }) {
  return (
    <dl class="facts">
      {items.map(
        (item) =>
          item &&
          item.value != null && (
            <div class="fact">
              <dt>
                {item.icon && <Icon name={item.icon} />}
                {item.label}
              </dt>
              <dd>{item.value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}

/** Few big figures with what they count. */
export function Figures({
  items,
}: {
  items: readonly { label: string; value: ComponentChildren; note?: ComponentChildren }[]
}) {
  return (
    <dl class="figures">
      {items.map(({ label, value, note }) => (
        <div class="figure">
          <dt>{label}</dt>
          <dd>
            <span class="figure-value">{value}</span>
            {note && <span class="figure-note">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
